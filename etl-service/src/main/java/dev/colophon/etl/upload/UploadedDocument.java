package dev.colophon.etl.upload;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.colophon.etl.item.ItemDraft;
import dev.colophon.etl.upload.DocumentReading.Reading;
import dev.colophon.web.problem.Problem;
import dev.colophon.web.problem.ProblemException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of one file.
 *
 * @param file its name
 * @param status {@code captured}, {@code unchanged} where all of it was there already, {@code refused}
 * @param itemId of a document, or of the first of a calendar's meetings
 * @param items how many it became
 * @param message why it was refused, or what of it was left out
 */
record UploadedDocument(
        String file,
        String status,
        @Nullable UUID itemId,
        @Nullable String title,
        int items,
        @Nullable String message,
        @JsonIgnore @Nullable ProblemException refusal) {

    static UploadedDocument taken(String file, Reading read, int captured) {
        ItemDraft first = read.drafts().get(0);
        return new UploadedDocument(
                file,
                captured > 0 ? "captured" : "unchanged",
                first.itemId(),
                first.title(),
                read.drafts().size(),
                read.note(),
                null);
    }

    static UploadedDocument refused(String file, ProblemException refusal) {
        Problem problem = refusal.problem();
        String message = problem.errors().isEmpty()
                ? problem.detail()
                : problem.errors().get(0).message();
        return new UploadedDocument(file, "refused", null, null, 0, message, refusal);
    }
}
