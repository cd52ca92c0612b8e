package dev.colophon.ai.local;

/**
 * How good generated metadata is, judged by form and by its source, whoever generated it.
 *
 * @param value 0 to 1, two decimals: {@code 0.35 tags + 0.35 summary + 0.3 grounding}, a tenth less without a valid
 *     difficulty; 0 without tags and summary
 * @param tags number, form and variety of the tags
 * @param summary length, form and whether it says more than the project's name
 * @param grounding how much of tags and summary the source speaks of
 */
public record QualityScore(double value, double tags, double summary, double grounding) {}
