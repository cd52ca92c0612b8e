package dev.colophon.etl.upload;

import dev.colophon.etl.item.ItemDraft;
import dev.colophon.etl.item.Items;
import dev.colophon.etl.project.ProjectRefs;
import dev.colophon.etl.text.PlainText;
import dev.colophon.events.item.ItemKind;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Takes in documents: plain text and Markdown. */
@RestController
@Tag(name = "Items")
class DocumentController {

    private static final int MAX_FILE = 10 << 20;
    private static final int TITLE_LIMIT = 200;
    private static final Set<String> ENDINGS = Set.of("txt", "text", "md", "markdown");
    private static final Set<String> TYPES = Set.of("text/plain", "text/markdown", "text/x-markdown");

    private final ClientTransactions transactions;
    private final ProjectRefs projects;
    private final Items items;

    DocumentController(ClientTransactions transactions, ProjectRefs projects, Items items) {
        this.transactions = transactions;
        this.projects = projects;
        this.items = items;
    }

    /**
     * The item that a document became.
     *
     * @param status {@code captured}, or {@code unchanged} where the same document was there already
     */
    record Uploaded(UUID itemId, String title, String status) {}

    @PostMapping(path = "/api/v1/projects/{id}/documents", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @RequiresRole(Role.MEMBER)
    @Operation(summary = "Uploads a document (text or Markdown, at most 10 MB) in the part named file")
    Mono<Uploaded> upload(Caller caller, @PathVariable UUID id, @RequestPart("file") FilePart file) {
        String name = PlainText.shortened(PlainText.cleaned(file.filename()).strip(), TITLE_LIMIT);
        if (name.isEmpty()) {
            throw ProblemException.unprocessable(
                    "The document has no name", new FieldError("file", "must have a file name"));
        }
        requireText(file, name);
        return projects.require(caller.clientId(), id)
                .then(bytes(file))
                .map(TextFile::read)
                .map(text -> draft(caller.clientId(), id, name, PlainText.cleaned(text)))
                .flatMap(draft -> transactions
                        .inClient(caller.clientId(), items.capture(List.of(draft)))
                        .map(result -> new Uploaded(
                                draft.itemId(), draft.title(), result.captured() == 1 ? "captured" : "unchanged")));
    }

    private static void requireText(FilePart file, String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        MediaType type = file.headers().getContentType();
        boolean named = ENDINGS.contains(ending);
        boolean declared = type != null && TYPES.contains(type.getType() + "/" + type.getSubtype());
        boolean open = type == null || MediaType.APPLICATION_OCTET_STREAM.equalsTypeAndSubtype(type);
        if (!declared && !(named && open)) {
            throw ProblemException.unsupportedMediaType("Documents are plain text or Markdown");
        }
    }

    private static Mono<byte[]> bytes(FilePart file) {
        return DataBufferUtils.join(file.content(), MAX_FILE)
                .map(DocumentController::bytes)
                .defaultIfEmpty(new byte[0])
                .onErrorMap(
                        DataBufferLimitException.class, e -> ProblemException.tooLarge("A document has at most 10 MB"));
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private static ItemDraft draft(UUID clientId, UUID projectId, String name, String text) {
        return new ItemDraft(
                clientId,
                projectId,
                null,
                ItemKind.DOCUMENT,
                name,
                title(text, name),
                text,
                null,
                null,
                Map.of("path", name),
                null,
                null);
    }

    /** The first heading, or the file's name. */
    private static String title(String text, String name) {
        return text.lines()
                .limit(50)
                .filter(line -> line.startsWith("# "))
                .map(line -> PlainText.shortened(line.substring(2).strip(), TITLE_LIMIT))
                .filter(title -> !title.isEmpty())
                .findFirst()
                .orElse(name);
    }
}
