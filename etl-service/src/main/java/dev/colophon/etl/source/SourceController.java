package dev.colophon.etl.source;

import dev.colophon.etl.git.GitRepositories;
import dev.colophon.etl.git.GitRepository;
import dev.colophon.etl.git.RefusedRepositoryException;
import dev.colophon.etl.item.Items;
import dev.colophon.etl.project.ProjectRefs;
import dev.colophon.events.Ids;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.web.paging.Page;
import dev.colophon.web.paging.PageRequest;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A client's sources and their runs. */
@RestController
@RequestMapping("/api/v1/sources")
@RequiresRole(Role.VIEWER)
@Tag(name = "Sources")
class SourceController {

    private final ClientTransactions transactions;
    private final SourceStore sources;
    private final SyncRunStore runs;
    private final SyncQueue queue;
    private final GitRepositories repositories;
    private final ProjectRefs projects;
    private final Items items;
    private final Clock clock;

    SourceController(
            ClientTransactions transactions,
            SourceStore sources,
            SyncRunStore runs,
            SyncQueue queue,
            GitRepositories repositories,
            ProjectRefs projects,
            Items items,
            Clock clock) {
        this.transactions = transactions;
        this.sources = sources;
        this.runs = runs;
        this.queue = queue;
        this.repositories = repositories;
        this.projects = projects;
        this.items = items;
        this.clock = clock;
    }

    /** What may change of a source; what is left out stays. */
    record Changes(
            @Nullable @Size(min = 1, max = 200) String name,
            SourceRequest.@Nullable ConfigRequest config,
            @Nullable String schedule) {}

    /** How to sync. */
    record SyncRequest(@Nullable Boolean full) {}

    @PostMapping
    @RequiresRole(Role.ADMIN)
    @Operation(summary = "Connects a source")
    Mono<ResponseEntity<Source>> create(Caller caller, @Valid @RequestBody SourceRequest request) {
        request.check();
        Source.Config config = request.config().checked();
        Duration schedule = SourceRequest.schedule(request.schedule());
        Instant now = clock.instant();
        Source source = new Source(
                Ids.newId(),
                request.projectId(),
                request.type(),
                request.name().strip(),
                config,
                schedule,
                Map.of(),
                now,
                now);
        return projects.require(caller.clientId(), request.projectId())
                .then(readable(config))
                .then(transactions.inClient(
                        caller.clientId(),
                        sources.insert(caller.clientId(), source).then(queue.plan(caller.clientId(), source))))
                .thenReturn(ResponseEntity.created(URI.create("/api/v1/sources/" + source.id()))
                        .body(source));
    }

    @GetMapping
    @Operation(summary = "Sources")
    Mono<Page<Source>> list(
            Caller caller,
            @RequestParam(name = "project_id", required = false) @Nullable UUID projectId,
            PageRequest page) {
        return transactions.inClient(caller.clientId(), sources.list(projectId, page));
    }

    @GetMapping("/{id}")
    @Operation(summary = "One source")
    Mono<Source> get(Caller caller, @PathVariable UUID id) {
        return transactions.inClient(caller.clientId(), found(id));
    }

    @PatchMapping("/{id}")
    @RequiresRole(Role.ADMIN)
    @Operation(summary = "Changes a source")
    Mono<Source> change(Caller caller, @PathVariable UUID id, @Valid @RequestBody Changes changes) {
        Source.Config config =
                changes.config() == null ? null : changes.config().checked();
        Duration schedule = SourceRequest.schedule(changes.schedule());
        Mono<Source> changed = found(id).flatMap(source -> sources.update(
                        id,
                        changes.name() == null ? source.name() : changes.name().strip(),
                        config == null ? source.config() : config,
                        changes.schedule() == null ? source.schedule() : schedule)
                .then(found(id))
                .flatMap(now -> queue.plan(caller.clientId(), now).thenReturn(now)));
        return (config == null ? Mono.<Void>empty() : readable(config))
                .then(transactions.inClient(caller.clientId(), changed));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @RequiresRole(Role.ADMIN)
    @Operation(summary = "Disconnects a source and removes its items")
    Mono<Void> delete(Caller caller, @PathVariable UUID id) {
        return transactions.inClient(caller.clientId(), found(id).flatMap(source -> queue.forget(id)
                .then(items.removeOfSource(caller.clientId(), source.projectId(), id))
                .then(sources.delete(id))));
    }

    @PostMapping("/{id}/sync")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @RequiresRole(Role.MEMBER)
    @Operation(summary = "Starts a run, or gives the one that is queued or running")
    Mono<SyncRun> sync(
            Caller caller, @PathVariable UUID id, @RequestBody(required = false) @Nullable SyncRequest request) {
        boolean full = request != null && Boolean.TRUE.equals(request.full());
        return transactions.inClient(
                caller.clientId(), found(id).flatMap(source -> queue.request(caller.clientId(), id, full)));
    }

    @GetMapping("/{id}/runs")
    @Operation(summary = "Runs, newest first")
    Mono<Page<SyncRun>> runs(Caller caller, @PathVariable UUID id, PageRequest page) {
        return transactions.inClient(caller.clientId(), found(id).flatMap(source -> runs.list(id, page)));
    }

    private Mono<Source> found(UUID id) {
        return sources.find(id).switchIfEmpty(Mono.error(() -> ProblemException.notFound("There is no source " + id)));
    }

    /** Looks whether the repository can be opened, on a thread that may block. */
    private Mono<Void> readable(Source.Config config) {
        return Mono.<Void>fromRunnable(() -> {
                    try (GitRepository repository = repositories.open(config.path())) {
                        repository.heads(config.branches());
                    } catch (IOException e) {
                        throw SourceRequest.refused("config.path", "the repository cannot be read");
                    } catch (RefusedRepositoryException e) {
                        throw SourceRequest.refused("config.path", String.valueOf(e.getMessage()));
                    }
                })
                .subscribeOn(Schedulers.boundedElastic());
    }
}
