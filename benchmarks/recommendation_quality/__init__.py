"""How well the recipes foresee the next click, beside the baselines they have to beat, in one run."""
