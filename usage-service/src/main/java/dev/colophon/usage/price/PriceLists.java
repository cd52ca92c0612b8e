package dev.colophon.usage.price;

import dev.colophon.persistence.ClientTransactions;
import dev.colophon.usage.price.Provenance.Origin;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Price lists, revision by revision, and the one in force. */
public final class PriceLists {

    private static final Logger log = LoggerFactory.getLogger(PriceLists.class);
    private static final int HASH_DIGITS = 12;
    private static final String SERVICE = "usage-service";

    private final ClientTransactions transactions;
    private final PriceStore store;
    private final PriceList inForce;
    private final List<Price> published;
    private final Clock clock;

    PriceLists(
            ClientTransactions transactions, PriceStore store, PriceList inForce, List<Price> published, Clock clock) {
        this.transactions = transactions;
        this.store = store;
        this.inForce = inForce;
        this.published = List.copyOf(published);
        this.clock = clock;
    }

    /**
     * The list as it was at a version.
     *
     * @param version as {@link PriceList#version} gave it
     * @return empty where there was no such list
     */
    public Mono<PriceList> at(String version) {
        int dash = version.indexOf('-');
        String number = dash < 0 ? version : version.substring(0, dash);
        if (!number.matches("\\d{1,18}")) {
            return Mono.empty();
        }
        long revision = Long.parseLong(number);
        Mono<PriceList> asked = store.latest()
                .filter(latest -> revision > 0 && revision <= latest)
                .flatMap(latest -> list(revision));
        return transactions
                .inSystem(asked)
                .filter(list -> dash < 0 || list.version().equals(version));
    }

    /** Takes over what any instance has changed; cheap where nothing was. */
    Mono<Void> refresh() {
        return transactions
                .inSystem(store.latest())
                .filter(latest -> !inForce.version().startsWith(latest + "-"))
                .flatMap(latest -> transactions.inSystem(list(latest)))
                .filter(inForce::giveWayTo)
                .doOnNext(newer -> log.info(
                        "price list {} is in force, {} prices",
                        newer.version(),
                        newer.prices().size()))
                .then();
    }

    /** Adds the list that comes with this version of the service, unless it is the latest published one already. */
    Mono<Void> publish() {
        String content = PriceHash.of(published);
        Mono<Long> add = store.lock()
                .then(Mono.defer(() -> store.latest(Origin.PUBLISHED)))
                .map(latest -> latest.content().equals(content))
                .defaultIfEmpty(false)
                .filter(known -> !known)
                .flatMap(unknown ->
                        store.add(Origin.PUBLISHED, published, clock.instant(), SERVICE, "comes with the service"));
        return transactions.inSystem(add).then();
    }

    /** What becomes of the operator's list. */
    interface Edit {

        /** The operator's list afterwards, whole. */
        List<Price> operators();
    }

    /** Replaces the operator's list; what is the same as before makes no new revision. */
    Mono<PriceList> override(List<Price> operators, String who, @Nullable String note) {
        return edit(latest -> () -> operators, who, note).then(Mono.fromSupplier(inForce::snapshot));
    }

    /**
     * Replaces the operator's list by what follows from all prices as they are now, whichever instance changed them last.
     *
     * @param edit given the latest list, and nobody changes it meanwhile
     */
    <E extends Edit> Mono<E> edit(Function<PriceList, E> edit, String who, @Nullable String note) {
        Mono<E> change = store.lock().then(Mono.defer(this::latest)).map(edit).flatMap(edited -> replace(
                        edited.operators(), who, note)
                .thenReturn(edited));
        return transactions.inSystem(change).flatMap(edited -> refresh().thenReturn(edited));
    }

    private Mono<Void> replace(List<Price> operators, String who, @Nullable String note) {
        String content = PriceHash.of(operators);
        return store.latest(Origin.OPERATOR)
                .map(latest -> latest.content().equals(content))
                .defaultIfEmpty(operators.isEmpty())
                .filter(known -> !known)
                .flatMap(changed -> store.add(Origin.OPERATOR, operators, clock.instant(), who, note))
                .then();
    }

    /** The list as every instance will have it shortly. */
    Mono<PriceList> current() {
        return transactions.inSystem(latest());
    }

    private Mono<PriceList> latest() {
        return store.latest().flatMap(this::list);
    }

    private Mono<PriceList> list(long revision) {
        return store.prices(revision)
                .map(prices ->
                        new PriceList(revision + "-" + PriceHash.of(prices).substring(0, HASH_DIGITS), prices));
    }
}
