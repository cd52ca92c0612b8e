package dev.colophon.metadata.draft;

/**
 * How metadata is to be written.
 *
 * @param anew whether a model is to be asked even where its answer to the same content is kept
 * @param byModels whether no metadata is better than one made here because models that were chosen gave no answer
 */
public record Wish(boolean anew, boolean byModels) {}
