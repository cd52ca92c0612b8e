package dev.colophon.metadata.project;

import dev.colophon.ai.local.DifficultyLevel;
import dev.colophon.web.paging.Cursor;
import dev.colophon.web.paging.Page;
import dev.colophon.web.paging.PageRequest;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import java.net.URI;
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

/** Projects over HTTP. What is another client's is not there. */
@RestController
@RequestMapping("/api/v1/projects")
@RequiresRole(Role.VIEWER)
class ProjectController {

    private final Projects projects;

    ProjectController(Projects projects) {
        this.projects = projects;
    }

    @PostMapping
    @RequiresRole(Role.MEMBER)
    Mono<ResponseEntity<Project>> create(@RequestBody CreateProject body, Caller caller) {
        ProjectText text = body.text();
        refuseInvalid(text);
        return projects.create(caller.clientId(), text, body.wantsMetadata())
                .map(project -> ResponseEntity.created(URI.create("/api/v1/projects/" + project.id()))
                        .body(project));
    }

    @GetMapping
    Mono<Page<ProjectEntry>> list(
            @RequestParam(required = false) @Nullable String tag,
            @RequestParam(required = false) @Nullable String difficulty,
            @RequestParam(required = false) @Nullable String q,
            PageRequest page,
            Caller caller) {
        ProjectFilter filter = new ProjectFilter(given("tag", tag), level(difficulty), given("q", q));
        return projects.list(caller.clientId(), filter, page.cursor(), page.fetchLimit())
                .map(rows -> Page.of(rows, page, entry -> Cursor.of(entry.id())));
    }

    @GetMapping("/{id}")
    Mono<Project> get(@PathVariable UUID id, Caller caller) {
        return projects.find(caller.clientId(), id).switchIfEmpty(absent(id));
    }

    @PatchMapping("/{id}")
    @RequiresRole(Role.MEMBER)
    Mono<Project> change(@PathVariable UUID id, @RequestBody ChangeProject body, Caller caller) {
        return projects.change(caller.clientId(), id, body, ProjectController::refuseInvalid)
                .switchIfEmpty(absent(id));
    }

    @DeleteMapping("/{id}")
    @RequiresRole(Role.MEMBER)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(@PathVariable UUID id, Caller caller) {
        return projects.delete(caller.clientId(), id).flatMap(found -> found ? Mono.empty() : absent(id));
    }

    private static void refuseInvalid(ProjectText text) {
        FieldError[] errors = text.violations().stream()
                .map(violation -> new FieldError(violation.field(), violation.message()))
                .toArray(FieldError[]::new);
        if (errors.length > 0) {
            throw ProblemException.badRequest("The project is not valid", errors);
        }
    }

    private static @Nullable DifficultyLevel level(@Nullable String difficulty) {
        if (difficulty == null || difficulty.isBlank()) {
            return null;
        }
        return DifficultyLevel.ofWireName(difficulty.strip())
                .orElseThrow(() -> ProblemException.badRequest(
                        "The list cannot be given",
                        new FieldError("difficulty", "must be one of beginner, intermediate, advanced, expert")));
    }

    private static @Nullable String given(String parameter, @Nullable String text) {
        if (text != null && text.indexOf('\u0000') >= 0) {
            throw ProblemException.badRequest(
                    "The list cannot be given", new FieldError(parameter, "must not contain NUL characters"));
        }
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static <T> Mono<T> absent(UUID id) {
        return Mono.error(() -> ProblemException.notFound("There is no project " + id));
    }
}
