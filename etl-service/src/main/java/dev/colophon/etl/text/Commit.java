package dev.colophon.etl.text;

import java.time.Instant;
import java.util.List;

/**
 * A commit as its repository holds it.
 *
 * @param message whole
 * @param parents how many; more than one is a merge, whose files are not listed
 * @param files the first of them
 * @param filesChanged all of them
 * @param additions lines, binary and very large files not counted
 * @param deletions lines, likewise
 */
public record Commit(
        String sha,
        String message,
        String author,
        Instant committedAt,
        int parents,
        List<FileChange> files,
        int filesChanged,
        int additions,
        int deletions) {

    public Commit {
        files = List.copyOf(files);
    }
}
