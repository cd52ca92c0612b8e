package dev.colophon.metadata.draft;

import java.util.List;

/** Metadata as somebody wrote it, before anybody signs for it. */
public record Draft(List<String> tags, String summary, String difficulty) {

    public Draft {
        tags = List.copyOf(tags);
    }
}
