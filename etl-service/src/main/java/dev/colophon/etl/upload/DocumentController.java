package dev.colophon.etl.upload;

import dev.colophon.etl.item.Items;
import dev.colophon.etl.project.ProjectRefs;
import dev.colophon.etl.text.PlainText;
import dev.colophon.etl.upload.DocumentReading.Reading;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Takes in documents and calendars. */
@RestController
@Tag(name = "Items")
class DocumentController {

    private static final int NAME_LIMIT = 200;
    private static final int BATCH = 100;

    private final UploadProperties settings;
    private final ClientTransactions transactions;
    private final ProjectRefs projects;
    private final DocumentReading reading;
    private final Items items;

    DocumentController(
            UploadProperties settings,
            ClientTransactions transactions,
            ProjectRefs projects,
            DocumentReading reading,
            Items items) {
        this.settings = settings;
        this.transactions = transactions;
        this.projects = projects;
        this.reading = reading;
        this.items = items;
    }

    @PostMapping(path = "/api/v1/projects/{id}/documents", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @RequiresRole(Role.MEMBER)
    @Operation(
            summary =
                    "Uploads documents in parts named file: text, Markdown, HTML, PDF, DOCX, PPTX, XLSX, EPUB, ODT, and"
                            + " calendars (.ics), whose meetings become items. Of several, those that cannot be read cost no other")
    Mono<Uploaded> upload(Caller caller, @PathVariable UUID id, @RequestPart("file") Flux<FilePart> files) {
        return projects.require(caller.clientId(), id)
                .thenMany(files)
                .collectList()
                .doOnNext(this::requireFew)
                .flatMapMany(Flux::fromIterable)
                .concatMap(file -> document(caller.clientId(), id, file))
                .collectList()
                .map(Uploaded::of)
                .onErrorMap(DataBufferLimitException.class, e -> DocumentReading.tooLarge(settings.maxFile()));
    }

    private void requireFew(List<FilePart> files) {
        if (files.size() > settings.maxFiles()) {
            throw ProblemException.unprocessable(
                    "Too many documents at once", new FieldError("file", "at most " + settings.maxFiles() + " parts"));
        }
    }

    private Mono<UploadedDocument> document(UUID clientId, UUID projectId, FilePart file) {
        String name = PlainText.shortened(PlainText.cleaned(file.filename()).strip(), NAME_LIMIT);
        if (name.isEmpty()) {
            return Mono.just(UploadedDocument.refused(
                    name,
                    ProblemException.unprocessable(
                            "The document has no name", new FieldError("file", "must have a file name"))));
        }
        return Mono.usingWhen(
                        Mono.fromCallable(() -> Files.createTempFile("colophon-upload", ""))
                                .subscribeOn(Schedulers.boundedElastic()),
                        place -> file.transferTo(place)
                                .then(reading.read(new Upload(clientId, projectId, name, place)))
                                .flatMap(read -> captured(name, read)),
                        DocumentController::deleted)
                .onErrorResume(ProblemException.class, refusal -> Mono.just(UploadedDocument.refused(name, refusal)));
    }

    private Mono<UploadedDocument> captured(String name, Reading read) {
        return Flux.fromIterable(read.drafts())
                .buffer(BATCH)
                .concatMap(batch -> transactions.inClient(batch.get(0).clientId(), items.capture(batch)))
                .reduce(0, (captured, result) -> captured + result.captured())
                .map(captured -> UploadedDocument.taken(name, read, captured));
    }

    private static Mono<Void> deleted(Path place) {
        return Mono.<Void>fromRunnable(() -> {
                    try {
                        Files.deleteIfExists(place);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .subscribeOn(Schedulers.boundedElastic());
    }
}
