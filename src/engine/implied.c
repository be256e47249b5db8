/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/implied.h"

#include "engine/powers.h"
#include <math.h>

double implied_share(const struct preset *preset, const struct plan *plan, double loss) {
    struct result result;
    struct powers powers;
    law_eval(preset, plan, &result);
    if (isnan(result.n_eff_ratio) || !preset->law->powers(preset, plan, &powers)) return NAN;
    if (powers.k != 0 || !(loss > powers.floor)) return NAN;
    const double both = pow(loss - powers.floor, 1 / powers.outer);
    const double rest = both - powers.b * pow(plan->D, -powers.beta);
    if (!(rest > 0)) return NAN;
    const double params = powers.a * pow(plan->N, -powers.alpha); /* the law's own, at its N_eff */
    return result.n_eff_ratio * pow(params / rest, 1 / powers.alpha);
}
