package dev.colophon.usage.reconcile;

import dev.colophon.persistence.ClientTransactions;
import dev.colophon.usage.reconcile.Reconciliation.Comparison;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Holds a client's ledger against an export of its provider or gateway. */
@RestController
@RequestMapping("/api/v1/ai/usage/reconcile")
@RequiresRole(Role.ADMIN)
@Tag(name = "Usage")
class ReconcileController {

    private static final int MOST_BYTES = 8 * 1024 * 1024;

    private static final int FETCH_SIZE = 500;

    private static final String BILLED = """
            select (occurred_at at time zone 'UTC')::date as day, model,
                   case when attempt_id::text = any($3) then attempt_id::text else provider_call_id end as call_id, total_tokens,
                   case when cost is null and adjustment is null then null
                        else coalesce(cost, 0) + coalesce(adjustment, 0) end as cost
              from usage_record
             where occurred_at >= $1::date::timestamp at time zone 'UTC'
               and occurred_at < ($2::date + 1)::timestamp at time zone 'UTC'
               and cost_status in ('priced', 'unknown', 'unconfirmed')
             order by occurred_at
            """;

    private final ClientTransactions transactions;
    private final DatabaseClient database;

    ReconcileController(ClientTransactions transactions, DatabaseClient database) {
        this.transactions = transactions;
        this.database = database;
    }

    @PostMapping(consumes = {"text/csv", MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_PLAIN_VALUE})
    @Operation(
            summary =
                    "Compare the ledger with an export (CSV or JSON) over its days: day, model, call_id, tokens, cost;"
                            + " by the id of the call or of our attempt where given, else by day and model")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            required = true,
            content = {
                @Content(mediaType = "text/csv", schema = @Schema(type = "string")),
                @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "string")),
                @Content(mediaType = MediaType.TEXT_PLAIN_VALUE, schema = @Schema(type = "string"))
            })
    Mono<Reconciliation> reconcile(@Parameter(hidden = true) @RequestBody Flux<DataBuffer> body, Caller caller) {
        return DataBufferUtils.join(body, MOST_BYTES)
                .onErrorMap(
                        DataBufferLimitException.class,
                        error ->
                                ProblemException.tooLarge("The export is larger than 8 MB: compare fewer days at once"))
                .map(ReconcileController::text)
                .defaultIfEmpty("")
                .publishOn(Schedulers.boundedElastic())
                .map(Exports::read)
                .flatMap(theirs -> compared(theirs, caller));
    }

    private static String text(DataBuffer buffer) {
        try {
            return buffer.toString(StandardCharsets.UTF_8);
        } finally {
            DataBufferUtils.release(buffer);
        }
    }

    private Mono<Reconciliation> compared(List<Bill> theirs, Caller caller) {
        Comparison comparison = new Comparison(theirs);
        if (theirs.isEmpty()) {
            return Mono.just(comparison.result());
        }
        Comparator<LocalDate> order = Comparator.naturalOrder();
        LocalDate first = theirs.stream().map(Bill::day).min(order).orElseThrow();
        LocalDate last = theirs.stream().map(Bill::day).max(order).orElseThrow();
        String[] calls = theirs.stream()
                .map(Bill::callId)
                .filter(call -> call != null && call.indexOf('\u0000') < 0)
                .toArray(String[]::new);
        Mono<Void> compare = ours(first, last, calls).doOnNext(comparison::take).then();
        return transactions.inClient(caller.clientId(), compare).then(Mono.fromSupplier(comparison::result));
    }

    /** @param calls that they name: by the provider's id, or by the attempt's, which providers were sent */
    private Flux<Bill> ours(LocalDate first, LocalDate last, String[] calls) {
        return database.sql(BILLED)
                .filter(statement -> statement.fetchSize(FETCH_SIZE))
                .bind(0, first)
                .bind(1, last)
                .bind(2, calls)
                .map(row -> new Bill(
                        Objects.requireNonNull(row.get("day", LocalDate.class)),
                        Objects.requireNonNull(row.get("model", String.class)),
                        row.get("call_id", String.class),
                        row.get("total_tokens", Long.class),
                        row.get("cost", BigDecimal.class)))
                .all();
    }
}
