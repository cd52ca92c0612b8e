package dev.colophon.ops.job;

import dev.colophon.persistence.job.Jobs;
import dev.colophon.persistence.job.RecordedRun;
import dev.colophon.web.paging.Cursor;
import dev.colophon.web.paging.Page;
import dev.colophon.web.paging.PageRequest;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What a service does by itself at times, and what became of it. */
@RestController
@RequestMapping("/api/v1/ops/${colophon.database.schema}/jobs")
@RequiresRole(Role.OPERATOR)
@Tag(name = "Operations")
public class JobController {

    private static final Logger log = LoggerFactory.getLogger(JobController.class);

    private final Jobs jobs;

    public JobController(Jobs jobs) {
        this.jobs = jobs;
    }

    @GetMapping
    @Operation(summary = "The scheduled work of the service, with what became of it last")
    Mono<JobView.JobList> list() {
        return jobs.all()
                .map(all -> new JobView.JobList(all.stream().map(JobView::of).toList()));
    }

    @GetMapping("/{name}/runs")
    @Operation(summary = "Runs of a job, the newest first")
    Mono<Page<JobView.JobRunView>> runs(@PathVariable String name, PageRequest page) {
        if (!jobs.knows(name)) {
            return Mono.error(unknown(name));
        }
        Cursor after = page.cursor();
        return jobs.runs(
                        name,
                        page.fetchLimit(),
                        after == null ? null : after.instant(0),
                        after == null ? null : after.uuid(1))
                .map(runs -> Page.of(runs, page, JobController::cursor).map(JobView.JobRunView::of));
    }

    @PostMapping("/{name}/run")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Runs a job now, on whichever instance looks first; 409 where it runs already")
    Mono<JobView.JobRequested> run(@PathVariable String name, Caller caller) {
        return jobs.request(name, caller.subject()).map(asked -> switch (asked) {
            case UNKNOWN -> throw unknown(name);
            case RUNS_ALREADY -> throw ProblemException.conflict("The job " + name + " runs already");
            case WILL_RUN -> {
                log.info("job {} was asked for by {}", name, caller.subject());
                yield new JobView.JobRequested(name, true);
            }
        });
    }

    private static Cursor cursor(RecordedRun run) {
        return Cursor.of(run.startedAt(), run.id());
    }

    private static ProblemException unknown(String name) {
        return ProblemException.notFound("There is no job " + name);
    }
}
