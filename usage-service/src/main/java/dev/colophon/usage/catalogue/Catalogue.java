package dev.colophon.usage.catalogue;

import dev.colophon.usage.integration.Integration;
import dev.colophon.usage.integration.IntegrationType;
import dev.colophon.usage.price.Price;
import dev.colophon.usage.price.PriceList;
import dev.colophon.usage.price.PriceView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The models of a client: those that come with the product and those behind its active integrations. An integration that
 * names no model stands for all that are known of its provider.
 */
final class Catalogue {

    private static final String LOCAL = IntegrationType.LOCAL.wireName();

    private final KnownModels known;
    private final PriceList prices;

    Catalogue(KnownModels known, PriceList prices) {
        this.known = known;
        this.prices = prices;
    }

    List<ModelView> models(List<Integration> integrations, Instant at) {
        Stream<ModelView> local = known.of(LOCAL).stream().map(model -> view(model, null, at));
        Stream<ModelView> own = integrations.stream()
                .filter(integration ->
                        integration.active() && integration.type().isAi())
                .filter(integration -> integration.type() != IntegrationType.LOCAL)
                .flatMap(integration -> models(integration).map(model -> view(model, integration, at)));
        return Stream.concat(local, own).toList();
    }

    private Stream<KnownModel> models(Integration integration) {
        String provider = integration.type().wireName();
        Set<String> asked = integration.subtype().capabilities();
        String name = integration.model() == null ? integration.deployment() : integration.model();
        if (name == null) {
            return known.of(provider).stream()
                    .filter(model -> model.capabilities().stream().anyMatch(asked::contains));
        }
        return Stream.of(known.find(provider, name)
                .map(model -> named(model, name, asked))
                .orElseGet(() -> new KnownModel(provider, name, asked, null, null, null, "", "unverified")));
    }

    /** A model can do what it is known for, as far as the integration is meant for it. */
    private static KnownModel named(KnownModel model, String name, Set<String> asked) {
        Set<String> both = model.capabilities().stream().filter(asked::contains).collect(Collectors.toSet());
        return new KnownModel(
                model.provider(),
                name,
                both.isEmpty() ? asked : both,
                model.dimensions(),
                model.maxInputTokens(),
                model.maxOutputTokens(),
                model.source(),
                model.confidence());
    }

    private ModelView view(KnownModel model, @Nullable Integration integration, Instant at) {
        Optional<Price> price = prices.inForce(model.provider(), model.model(), at);
        boolean free =
                model.provider().equals(LOCAL) || price.filter(Price::isFree).isPresent();
        return new ModelView(
                model.model(),
                model.provider(),
                integration == null ? null : integration.id(),
                integration == null ? null : integration.name(),
                new TreeSet<>(model.capabilities()),
                setting(integration, "dimensions", model.dimensions()),
                setting(integration, "max_input_tokens", model.maxInputTokens()),
                setting(integration, "max_output_tokens", model.maxOutputTokens()),
                price.map(PriceView::of).orElse(null),
                free ? "free" : price.isPresent() ? "known" : "unknown");
    }

    private static @Nullable Integer setting(
            @Nullable Integration integration, String name, @Nullable Integer otherwise) {
        if (integration != null && integration.modelConfig().path(name).isInt()) {
            return integration.modelConfig().path(name).intValue();
        }
        return otherwise;
    }
}
