package dev.colophon.usage.price;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.colophon.usage.Days;
import dev.colophon.web.paging.Cursor;
import dev.colophon.web.paging.Page;
import dev.colophon.web.paging.PageRequest;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The price list over HTTP: everyone reads it, operators put their own prices before the published ones. */
@RestController
@RequestMapping("/api/v1/ai/prices")
@RequiresRole({Role.VIEWER, Role.OPERATOR})
@Tag(name = "Prices")
class PriceController {

    private static final int MAX_MAP_BYTES = 8 * 1024 * 1024;
    private static final ObjectMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final Comparator<Price> ORDER = Comparator.comparing(PriceController::sortKey);

    private final PriceList inForce;
    private final PriceLists lists;
    private final PriceImport imports;

    PriceController(PriceList inForce, PriceLists lists, PriceImport imports) {
        this.inForce = inForce;
        this.lists = lists;
        this.imports = imports;
    }

    /**
     * A page of the price list.
     *
     * @param version names the list's content; what was priced says with which
     * @param unit what amounts are for
     */
    record PricePage(
            String version,
            String currency,
            String unit,
            List<PriceView> items,
            @Nullable String nextCursor) {}

    @GetMapping
    @Operation(summary = "Show the price list, or what it was at a version")
    Mono<PricePage> list(
            @RequestParam(required = false) @Nullable String provider,
            @RequestParam(required = false) @Nullable String model,
            @RequestParam(required = false) @Nullable String version,
            PageRequest page) {
        Mono<PriceList> asked = version == null
                ? Mono.fromSupplier(inForce::snapshot)
                : lists.at(version)
                        .switchIfEmpty(Mono.error(
                                () -> ProblemException.notFound("There is no price list of version " + version)));
        return asked.map(list -> page(list, provider, model, page));
    }

    @PutMapping
    @RequiresRole(Role.OPERATOR)
    @Operation(summary = "Replace the operator's prices; those of the past stay as they were")
    Mono<PricePage> replace(@RequestBody PriceBody body, PageRequest page, Caller caller) {
        return lists.override(body.checked(), caller.subject(), body.note()).map(list -> page(list, null, null, page));
    }

    @PostMapping(path = "/import", consumes = "application/json")
    @RequiresRole(Role.OPERATOR)
    @Operation(summary = "Take over prices from LiteLLM's price map; dry_run shows what would change")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(mediaType = "application/json", schema = @Schema(type = "object")))
    Mono<PriceImport.Report> importMap(
            @Parameter(hidden = true) @RequestBody Flux<DataBuffer> body,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
            @RequestParam(name = "effective_from", required = false) @Nullable LocalDate effectiveFrom,
            Caller caller) {
        if (effectiveFrom != null && !Days.areReckonable(effectiveFrom)) {
            throw ProblemException.badRequest(
                    "The day is not valid", new FieldError("effective_from", "must be in the years 1970 to 9999"));
        }
        return DataBufferUtils.join(body, MAX_MAP_BYTES)
                .onErrorMap(
                        DataBufferLimitException.class,
                        error -> ProblemException.tooLarge("The price map is larger than 8 MB"))
                .map(PriceController::map)
                .switchIfEmpty(Mono.error(PriceController::notAMap))
                .flatMap(map -> imports.run(map, effectiveFrom, dryRun, caller.subject()));
    }

    private static JsonNode map(DataBuffer buffer) {
        try (InputStream in = buffer.asInputStream(true)) {
            JsonNode map = EXACT.readTree(in);
            if (map == null || !map.isObject()) {
                throw notAMap();
            }
            return map;
        } catch (JsonProcessingException e) {
            throw notAMap();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProblemException notAMap() {
        return ProblemException.badRequest(
                "The price map cannot be read", new FieldError("body", "must be a JSON object of models"));
    }

    private static PricePage page(
            PriceList list, @Nullable String provider, @Nullable String model, PageRequest request) {
        Cursor cursor = request.cursor();
        String after = cursor == null ? null : cursor.text(0);
        List<Price> rows = list.prices().stream()
                .filter(price -> provider == null || price.provider().equals(provider))
                .filter(price -> model == null || price.model().equals(model))
                .sorted(ORDER)
                .filter(price -> after == null || sortKey(price).compareTo(after) > 0)
                .limit(request.fetchLimit())
                .toList();
        Page<Price> page = Page.of(rows, request, price -> Cursor.of(sortKey(price)));
        return new PricePage(
                list.version(),
                "USD",
                "million_tokens",
                page.items().stream().map(PriceView::of).toList(),
                page.nextCursor());
    }

    private static String sortKey(Price price) {
        return price.identity() + "/" + price.provenance().origin();
    }
}
