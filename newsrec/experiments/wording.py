"""An experiment's report in plain words."""

from collections.abc import Iterator
from datetime import datetime

from newsrec.experiments.experiment import Experiment
from newsrec.experiments.report import ALARMING_P, FEWEST_READERS, Estimate, Report, VariantResult

NAME_WIDTH = 16
COUNT_WIDTH = 12


def report_text(experiment: Experiment, report: Report, now: datetime) -> str:
    """One line per variant, one per comparison, and what stands in the way of believing them."""
    return "\n".join(
        [
            f"Experiment {experiment.id} on {experiment.surface}, {_period(experiment, now)}",
            "",
            _row("variant", "readers", "impressions", "clicks", "click-through, 95 % interval"),
            *(_variant(variant) for variant in report.variants),
            "",
            *_comparisons(report),
            *_dealing(report),
            *_cautions(experiment, report, now),
        ]
    )


def _period(experiment: Experiment, now: datetime) -> str:
    begun, ends = f"{experiment.from_:%Y-%m-%d %H:%M}", f"{experiment.until:%Y-%m-%d %H:%M}"
    if now < experiment.from_:
        return f"planned from {begun} to {ends}"
    return f"{begun} to {ends}, still running" if experiment.runs(now) else f"{begun} to {ends}, ended"


def _row(name: str, *cells: str) -> str:
    *counts, rate = cells
    return name.ljust(NAME_WIDTH) + "".join(count.rjust(COUNT_WIDTH) for count in counts) + f"   {rate}"


def _variant(variant: VariantResult) -> str:
    rate = variant.click_through
    counts = (f"{count:,}" for count in (variant.readers, variant.impressions, variant.clicks))
    return _row(variant.name, *counts, f"{rate.value:.2%} ({_interval(rate, '.2%')})" if rate else "not known yet")


def _interval(estimate: Estimate, form: str) -> str:
    return f"{estimate.low:{form}} to {estimate.high:{form}}"


def _comparisons(report: Report) -> Iterator[str]:
    first, *others = report.variants
    for variant in others:
        difference = variant.difference
        if difference is None:
            yield f"{variant.name} against {first.name}: nothing to compare yet."
            continue
        points = Estimate(*(100 * part for part in _parts(difference.absolute)))
        relative = "" if difference.relative is None else f", {difference.relative:+.1%}"
        verdict = "chance alone would hardly give this" if difference.clear else "this may be chance"
        yield (
            f"{variant.name} against {first.name}: {points.value:+.2f} points of click-through "
            f"({_interval(points, '+.2f')}){relative}; p {difference.p:.3f}: {verdict}."
        )


def _parts(estimate: Estimate) -> tuple[float, float, float]:
    return estimate.value, estimate.low, estimate.high


def _dealing(report: Report) -> Iterator[str]:
    if report.ratio_p is None:
        yield "No reader has seen an article yet."
    elif report.ratio_alarm:
        yield (
            f"ALARM: the readers are not dealt out as the shares say (p {report.ratio_p:.1g}, below {ALARMING_P:g}). "
            "Something loses readers of one variant; do not use these figures before it is found."
        )
    else:
        yield f"The readers are dealt out as the shares say (p {report.ratio_p:.2f})."


def _cautions(experiment: Experiment, report: Report, now: datetime) -> Iterator[str]:
    if report.in_several:
        yield f"Left out, as they saw more than one variant: {report.in_several:,}."
    if few := [variant.name for variant in report.variants if variant.readers < FEWEST_READERS]:
        yield f"Fewer than {FEWEST_READERS} readers: {', '.join(few)}; the intervals are not to be trusted yet."
    if len(report.variants) > 2:
        yield "Several variants are compared: one of many differences looks clear by chance more often than p says."
    if experiment.runs(now):
        yield "It still runs: who stops as soon as p is small is misled more often than p says."
