package dev.colophon.etl.upload;

import dev.colophon.etl.calendar.CalendarFile;
import dev.colophon.etl.calendar.UnreadableCalendarException;
import dev.colophon.etl.extract.Extraction;
import dev.colophon.etl.extract.Extraction.Extracted;
import dev.colophon.etl.extract.Extraction.Refused;
import dev.colophon.etl.extract.Extractors;
import dev.colophon.etl.item.ItemDraft;
import dev.colophon.etl.text.PlainText;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Makes items of uploaded files, a few at once. What a file is, its bytes say. */
@Component
class DocumentReading implements DisposableBean {

    private static final int IDLE_SECONDS = 60;
    private static final String READ_HERE =
            " Text, Markdown, HTML, PDF, DOCX, PPTX, XLSX, EPUB, ODT and calendars are read.";

    private final UploadProperties settings;
    private final Extractors extractors;
    private final Scheduler readers;

    DocumentReading(UploadProperties settings, Extractors extractors) {
        this.settings = settings;
        this.extractors = extractors;
        this.readers = Schedulers.newBoundedElastic(
                settings.concurrency(), settings.waiting(), "documents", IDLE_SECONDS, true);
    }

    /**
     * What a file became.
     *
     * @param note what of it was left out, and why
     */
    record Reading(List<ItemDraft> drafts, @Nullable String note) {

        private static Reading of(ItemDraft draft) {
            return new Reading(List.of(draft), null);
        }
    }

    /**
     * The items of a file: one, or as many as a calendar has meetings.
     *
     * @return {@code 413}, {@code 415} or {@code 422} with an exact message where it cannot be read, {@code 503} where too
     *     many wait already
     */
    Mono<Reading> read(Upload upload) {
        return Mono.fromCallable(() -> readNow(upload))
                .subscribeOn(readers)
                .onErrorMap(
                        RejectedExecutionException.class,
                        e -> ProblemException.unavailable("Too many documents wait to be read", Duration.ofSeconds(5)))
                .onErrorMap(
                        IOException.class,
                        e -> ProblemException.unavailable("Documents cannot be read now", Duration.ofSeconds(30)));
    }

    private Reading readNow(Upload upload) throws IOException {
        long size = Files.size(upload.file());
        if (size > settings.maxFile().toBytes()) {
            throw tooLarge(settings.maxFile());
        }
        FileLook look = FileLook.of(head(upload.file()), upload.name());
        return switch (look) {
            case TEXT -> Reading.of(DocumentDraft.ofText(upload, text(upload.file(), size)));
            case CALENDAR -> meetings(upload, size);
            case PAGE, BINARY -> Reading.of(extracted(upload, look == FileLook.PAGE));
        };
    }

    static ProblemException tooLarge(DataSize limit) {
        return ProblemException.tooLarge("A document has at most " + limit.toMegabytes() + " MB");
    }

    private static byte[] head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(FileLook.HEAD);
        }
    }

    private String text(Path file, long size) throws IOException {
        String text = size > 4L * settings.maxText() ? "" : TextFile.read(Files.readAllBytes(file));
        if (text.isEmpty() || text.length() > settings.maxText()) {
            throw TextFile.refused("holds more than " + settings.maxText() + " characters of text");
        }
        return PlainText.cleaned(text);
    }

    private Reading meetings(Upload upload, long size) throws IOException {
        try {
            CalendarFile calendar = CalendarFile.read(text(upload.file(), size));
            List<ItemDraft> drafts = calendar.meetings().stream()
                    .map(meeting -> meeting.draft(upload.clientId(), upload.projectId()))
                    .toList();
            String note = calendar.leftOut() == 0
                    ? null
                    : calendar.leftOut() + " of its meetings do not say when they begin and are left out";
            return new Reading(drafts, note);
        } catch (UnreadableCalendarException e) {
            throw TextFile.refused(String.valueOf(e.getMessage()));
        }
    }

    private ItemDraft extracted(Upload upload, boolean page) throws IOException {
        Extraction extraction = extractors.extract(upload.file(), page);
        if (extraction instanceof Extracted document) {
            return DocumentDraft.ofExtracted(upload, document);
        }
        Refused refused = (Refused) extraction;
        if (refused.supported()) {
            throw TextFile.refused(refused.message());
        }
        throw ProblemException.of(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                "The file " + refused.message() + "." + READ_HERE,
                new FieldError("file", refused.message()));
    }

    @Override
    public void destroy() {
        readers.dispose();
    }
}
