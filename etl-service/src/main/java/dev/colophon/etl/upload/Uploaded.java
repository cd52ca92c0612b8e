package dev.colophon.etl.upload;

import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What an upload led to. The first three say it of the first document that was taken; with one document that is all.
 *
 * @param status {@code captured}, or {@code unchanged} where the same document was there already
 * @param documents every one, in the order of the request
 */
record Uploaded(@Nullable UUID itemId, @Nullable String title, String status, List<UploadedDocument> documents) {

    /** @throws ProblemException where none could be taken: the only one's refusal, or one that names each */
    static Uploaded of(List<UploadedDocument> documents) {
        if (documents.isEmpty()) {
            throw ProblemException.badRequest("There is no document", new FieldError("file", "must be given"));
        }
        UploadedDocument taken = documents.stream()
                .filter(document -> document.refusal() == null)
                .findFirst()
                .orElseThrow(() -> refused(documents));
        return new Uploaded(taken.itemId(), taken.title(), taken.status(), documents);
    }

    private static ProblemException refused(List<UploadedDocument> documents) {
        ProblemException only = documents.get(0).refusal();
        if (documents.size() == 1 && only != null) {
            return only;
        }
        return ProblemException.unprocessable(
                "None of the documents can be read",
                IntStream.range(0, documents.size())
                        .mapToObj(i -> new FieldError(
                                "file[" + i + "]",
                                Objects.requireNonNullElse(documents.get(i).message(), "cannot be read")))
                        .toArray(FieldError[]::new));
    }
}
