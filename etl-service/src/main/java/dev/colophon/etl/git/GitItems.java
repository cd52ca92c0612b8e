package dev.colophon.etl.git;

import dev.colophon.etl.connector.Connection;
import dev.colophon.etl.item.ItemDraft;
import dev.colophon.etl.text.Commit;
import dev.colophon.etl.text.CommitText;
import dev.colophon.etl.text.PlainText;
import dev.colophon.events.item.ItemKind;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a repository holds, as items. */
final class GitItems {

    private static final int TITLE_LIMIT = 200;

    private final Connection source;

    GitItems(Connection source) {
        this.source = source;
    }

    ItemDraft commit(Commit commit) {
        CommitText text = CommitText.of(commit);
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("additions", String.valueOf(commit.additions()));
        attributes.put("deletions", String.valueOf(commit.deletions()));
        attributes.put("files_changed", String.valueOf(commit.filesChanged()));
        attributes.put("parents", String.valueOf(commit.parents()));
        return new ItemDraft(
                source.clientId(),
                source.projectId(),
                source.sourceId(),
                ItemKind.COMMIT,
                commit.sha(),
                text.title(),
                text.text(),
                null,
                PlainText.shortened(PlainText.cleaned(commit.author()), TITLE_LIMIT),
                attributes,
                commit.committedAt(),
                null);
    }

    ItemDraft document(GitDocument document) {
        String path = PlainText.cleaned(document.path());
        return new ItemDraft(
                source.clientId(),
                source.projectId(),
                source.sourceId(),
                ItemKind.DOCUMENT,
                path,
                PlainText.shortened(path, TITLE_LIMIT),
                PlainText.cleaned(document.text()),
                null,
                null,
                Map.of("path", path),
                null,
                null);
    }
}
