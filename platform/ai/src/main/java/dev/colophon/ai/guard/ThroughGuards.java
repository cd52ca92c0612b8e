package dev.colophon.ai.guard;

/** Marks errors that are none of the provider's: no guard counts them, repeats the call for them or renames them. */
public interface ThroughGuards {}
