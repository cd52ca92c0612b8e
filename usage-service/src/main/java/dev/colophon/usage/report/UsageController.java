package dev.colophon.usage.report;

import dev.colophon.persistence.ClientTransactions;
import dev.colophon.web.paging.Page;
import dev.colophon.web.paging.PageRequest;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a client used and what it cost. */
@RestController
@RequestMapping("/api/v1/ai/usage")
@RequiresRole(Role.ADMIN)
@Tag(name = "Usage")
class UsageController {

    private final ClientTransactions transactions;
    private final UsageReports reports;
    private final Timeseries timeseries;
    private final Clock clock;

    UsageController(ClientTransactions transactions, UsageReports reports, Timeseries timeseries, Clock clock) {
        this.transactions = transactions;
        this.reports = reports;
        this.timeseries = timeseries;
        this.clock = clock;
    }

    @GetMapping("/summary")
    @Operation(
            summary = "Totals and breakdowns by provider, model, operation, project and replay over 1d, 7d, 30d or 90d")
    Mono<UsageSummary> summary(Caller caller, @RequestParam(defaultValue = "7d") String range) {
        Range asked = Range.ending(clock.instant(), range);
        return transactions
                .inClient(caller.clientId(), reports.breakdowns(asked))
                .map(by -> UsageSummary.of(asked, by.all(), by));
    }

    @GetMapping("/timeseries")
    @Operation(summary = "Totals a day or an hour, in UTC; by provider, model, operation or project where asked for")
    Mono<Map<String, List<Timeseries.Bucket>>> timeseries(
            Caller caller,
            @RequestParam(defaultValue = "7d") String range,
            @RequestParam(defaultValue = "day") String bucket,
            @RequestParam(name = "group_by", required = false) @Nullable String groupBy) {
        return transactions
                .inClient(caller.clientId(), timeseries.of(Range.ending(clock.instant(), range), bucket, groupBy))
                .map(buckets -> Map.of("items", buckets));
    }

    @GetMapping("/records")
    @Operation(summary = "The ledger's records, newest first")
    Mono<Page<UsageRecord>> records(
            Caller caller,
            @RequestParam(defaultValue = "7d") String range,
            @RequestParam(required = false) @Nullable String provider,
            @RequestParam(required = false) @Nullable String model,
            @RequestParam(required = false) @Nullable String operation,
            @RequestParam(name = "project_id", required = false) @Nullable UUID projectId,
            @RequestParam(name = "replay_id", required = false) @Nullable UUID replayId,
            PageRequest page) {
        RecordFilter filter = new RecordFilter(provider, model, operation, projectId, replayId);
        return transactions.inClient(
                caller.clientId(), reports.records(Range.ending(clock.instant(), range), filter, page));
    }

    @GetMapping(path = "/export", produces = "text/csv")
    @Operation(summary = "The ledger's records as a CSV file, newest first")
    ResponseEntity<Flux<String>> export(
            Caller caller,
            @RequestParam(defaultValue = "30d") String range,
            @RequestParam(defaultValue = "csv") String format,
            @RequestParam(name = "project_id", required = false) @Nullable UUID projectId,
            @RequestParam(name = "replay_id", required = false) @Nullable UUID replayId) {
        if (!format.equals("csv")) {
            throw ProblemException.badRequest(
                    "The ledger is not exported in this format", new FieldError("format", "must be csv"));
        }
        Range asked = Range.ending(clock.instant(), range);
        RecordFilter filter = new RecordFilter(null, null, null, projectId, replayId);
        Flux<UsageRecord> records = some(caller, asked, filter, null)
                .expand(some -> some(caller, asked, filter, some.get(some.size() - 1)))
                .concatMapIterable(some -> some, 1);
        return ResponseEntity.ok()
                .header("Content-Disposition", "attachment; filename=\"usage-" + range + ".csv\"")
                .body(records.map(UsageCsv::row).startWith(UsageCsv.header()));
    }

    private Mono<List<UsageRecord>> some(Caller caller, Range range, RecordFilter filter, @Nullable UsageRecord last) {
        return transactions.inClient(caller.clientId(), reports.some(range, filter, last));
    }
}
