package dev.colophon.etl.item;

/** How many of some drafts were new or changed, and how many were not. */
public record CaptureResult(int captured, int unchanged) {}
