package dev.colophon.web.problem;

/**
 * What is wrong with one field of a request.
 *
 * @param field its path as the client wrote it, for example {@code items[2].title}
 * @param message what it must be
 */
public record FieldError(String field, String message) {}
