package dev.colophon.usage.ledger;

import dev.colophon.persistence.ClientTransactions;
import dev.colophon.usage.Days;
import dev.colophon.usage.price.PriceList;
import dev.colophon.usage.price.PriceLists;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Prices a client's ledger with another price list. */
@RestController
@RequestMapping("/api/v1/ai/usage/reprice")
@RequiresRole(Role.OPERATOR)
@Tag(name = "Usage")
class RepriceController {

    private final ClientTransactions transactions;
    private final Repricing repricing;
    private final PriceList inForce;
    private final PriceLists lists;
    private final Clock clock;

    RepriceController(
            ClientTransactions transactions, Repricing repricing, PriceList inForce, PriceLists lists, Clock clock) {
        this.transactions = transactions;
        this.repricing = repricing;
        this.inForce = inForce;
        this.lists = lists;
        this.clock = clock;
    }

    /**
     * What shall be priced.
     *
     * @param from the first day, in UTC
     * @param to the last day; null for today
     * @param priceListVersion null for the list in force
     * @param dryRun shows the difference and tells nobody
     */
    record RepriceRequest(
            @NotNull LocalDate from,
            @Nullable LocalDate to,
            @Nullable String priceListVersion,
            @Nullable Boolean dryRun) {}

    @PostMapping
    @Operation(summary = "Add adjustments for what another price list says; a dry run shows the difference")
    Mono<Repricing.Outcome> reprice(@Valid @RequestBody RepriceRequest request, Caller caller) {
        requireDay("from", request.from());
        requireDay("to", request.to());
        Instant from = request.from().atStartOfDay(ZoneOffset.UTC).toInstant();
        LocalDate last = request.to();
        Instant to = last == null
                ? clock.instant()
                : last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        if (!from.isBefore(to)) {
            throw ProblemException.badRequest("There is nothing between", new FieldError("from", "must be before to"));
        }
        String version = request.priceListVersion();
        Mono<PriceList> prices = version == null
                ? Mono.fromSupplier(inForce::snapshot)
                : lists.at(version)
                        .switchIfEmpty(Mono.error(() -> ProblemException.unprocessable(
                                "There is no such price list",
                                new FieldError("price_list_version", "is not a version that there was"))));
        boolean dryRun = Boolean.TRUE.equals(request.dryRun());
        return prices.flatMap(list ->
                transactions.inClient(caller.clientId(), repricing.reprice(caller.clientId(), from, to, list, dryRun)));
    }

    private static void requireDay(String field, @Nullable LocalDate day) {
        if (day != null && !Days.areReckonable(day)) {
            throw ProblemException.badRequest(
                    "The days are not valid", new FieldError(field, "must be in the years 1970 to 9999"));
        }
    }
}
