package dev.colophon.etl.text;

/**
 * A file that a commit touched.
 *
 * @param status {@code added}, {@code modified}, {@code removed}, {@code renamed} or {@code copied}
 */
public record FileChange(String path, String status) {}
