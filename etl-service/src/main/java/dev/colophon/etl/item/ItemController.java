package dev.colophon.etl.item;

import dev.colophon.events.item.ItemKind;
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
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A client's items. */
@RestController
@RequestMapping("/api/v1/items")
@RequiresRole(Role.VIEWER)
@Tag(name = "Items")
class ItemController {

    private final ClientTransactions transactions;
    private final ItemStore store;
    private final Items items;

    ItemController(ClientTransactions transactions, ItemStore store, Items items) {
        this.transactions = transactions;
        this.store = store;
        this.items = items;
    }

    @GetMapping
    @Operation(summary = "Items, without their texts")
    Mono<Page<Item>> list(
            Caller caller,
            @RequestParam(name = "project_id", required = false) @Nullable UUID projectId,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(name = "source_id", required = false) @Nullable UUID sourceId,
            PageRequest page) {
        return transactions.inClient(caller.clientId(), store.list(projectId, checked(kind), sourceId, page));
    }

    @GetMapping("/{id}")
    @Operation(summary = "One item with its text")
    Mono<Item> get(Caller caller, @PathVariable UUID id) {
        return transactions.inClient(caller.clientId(), store.find(id)).switchIfEmpty(Mono.error(() -> none(id)));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @RequiresRole(Role.MEMBER)
    @Operation(summary = "Removes an item and all that was made of it")
    Mono<Void> delete(Caller caller, @PathVariable UUID id) {
        return transactions
                .inClient(caller.clientId(), items.remove(caller.clientId(), id))
                .switchIfEmpty(Mono.error(() -> none(id)))
                .then();
    }

    private static @Nullable String checked(@Nullable String kind) {
        if (kind != null
                && Arrays.stream(ItemKind.values())
                        .noneMatch(known -> known.wireName().equals(kind))) {
            throw ProblemException.badRequest("There is no such kind of item", new FieldError("kind", kinds()));
        }
        return kind;
    }

    static String kinds() {
        return "must be one of "
                + Arrays.stream(ItemKind.values()).map(ItemKind::wireName).collect(Collectors.joining(", "));
    }

    private static ProblemException none(UUID id) {
        return ProblemException.notFound("There is no item " + id);
    }
}
