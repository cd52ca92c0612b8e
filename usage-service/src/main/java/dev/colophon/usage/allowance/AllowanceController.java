package dev.colophon.usage.allowance;

import dev.colophon.ai.spend.Allowances;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What services that replay ask for, for each client whose money it is. */
@RestController
@RequestMapping("/internal/v1/allowances")
@Tag(name = "Allowances", description = "For services only: the gateway has no route to these")
class AllowanceController {

    private static final Logger log = LoggerFactory.getLogger(AllowanceController.class);

    private final ClientTransactions transactions;
    private final AllowanceStore store;
    private final Clock clock;

    AllowanceController(ClientTransactions transactions, AllowanceStore store, Clock clock) {
        this.transactions = transactions;
        this.store = store;
        this.clock = clock;
    }

    /**
     * What is to be set aside in all, what was spent of it already included.
     *
     * @param amount USD
     */
    record AllowanceBody(
            @NotNull UUID replayId,

            @NotNull @DecimalMin("0") @Digits(integer = 9, fraction = 10)
            BigDecimal amount) {}

    /** An allowance as it is answered: amounts are plain decimal texts. */
    record AllowanceView(
            UUID id,
            UUID replayId,
            String state,
            @Nullable String closedFor,
            String amount,
            String spent,
            String unconfirmed,
            String reserved,
            String rest,
            @Nullable String requested,
            LocalDate countedOn,
            Instant openedAt,
            Instant touchedAt,
            @Nullable Instant closedAt) {

        static AllowanceView of(Allowance allowance) {
            BigDecimal requested = allowance.requested();
            return new AllowanceView(
                    allowance.id(),
                    allowance.replayId(),
                    allowance.state(),
                    allowance.closedFor(),
                    allowance.amount().toPlainString(),
                    allowance.spent().toPlainString(),
                    allowance.unconfirmed().toPlainString(),
                    allowance.reserved().toPlainString(),
                    allowance.rest().toPlainString(),
                    requested == null ? null : requested.toPlainString(),
                    allowance.countedOn(),
                    allowance.openedAt(),
                    allowance.touchedAt(),
                    allowance.closedAt());
        }
    }

    @PutMapping("/{id}")
    @Operation(summary = "Set an amount aside for a replay, or change it; may be repeated")
    Mono<AllowanceView> setAside(@PathVariable UUID id, @Valid @RequestBody AllowanceBody body, Caller caller) {
        UUID clientId = caller.clientId();
        if (!id.equals(Allowances.idOf(body.replayId(), clientId))) {
            throw ProblemException.unprocessable(
                    "The id is not that of the client's allowance for this replay",
                    new FieldError("replay_id", "does not belong to the id"));
        }
        LocalDate today = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
        Mono<Allowance> work = store.setAside(id, clientId, body.replayId(), body.amount(), today)
                .flatMap(answer ->
                        answer instanceof SetAside.OverLimit over ? Mono.error(() -> refused(over)) : store.find(id));
        return Deadlocks.beginAgain(transactions.inClient(clientId, work))
                .doOnNext(set -> log.info(
                        "{} USD are set aside for replay {} of client {}", set.amount(), set.replayId(), clientId))
                .map(AllowanceView::of);
    }

    @GetMapping("/{id}")
    @Operation(summary = "What was set aside for a replay, and what became of it")
    Mono<AllowanceView> find(@PathVariable UUID id, Caller caller) {
        return transactions
                .inClient(caller.clientId(), store.find(id))
                .map(AllowanceView::of)
                .switchIfEmpty(Mono.error(() -> ProblemException.notFound("Nothing was set aside under this id")));
    }

    @PostMapping("/{id}/release")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Give back what was not spent; attempts under way keep what they hold. May be repeated")
    Mono<Void> release(@PathVariable UUID id, Caller caller) {
        return Deadlocks.beginAgain(transactions.inClient(caller.clientId(), store.release(id)));
    }

    private static ProblemException refused(SetAside.OverLimit over) {
        return ProblemException.paymentRequired(
                "The limit of the " + over.scope() + " for the " + over.period() + " would be crossed",
                Map.of(
                        "limit", over.limit().toPlainString(),
                        "spent", over.spent().toPlainString(),
                        "unconfirmed", over.unconfirmed().toPlainString(),
                        "reserved", over.reserved().toPlainString(),
                        "requested", over.requested().toPlainString(),
                        "period", over.period(),
                        "scope", over.scope()));
    }
}
