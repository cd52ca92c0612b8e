package dev.colophon.etl.git;

/**
 * A document at the head of a branch, by name.
 *
 * @param blob what it holds
 */
record GitFile(String path, String blob) {}
