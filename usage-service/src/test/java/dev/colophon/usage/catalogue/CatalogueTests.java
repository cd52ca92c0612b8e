package dev.colophon.usage.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.colophon.usage.integration.Integration;
import dev.colophon.usage.integration.IntegrationType;
import dev.colophon.usage.integration.Subtype;
import dev.colophon.usage.price.Price;
import dev.colophon.usage.price.PriceList;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CatalogueTests {

    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final KnownModels KNOWN = KnownModels.read(JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build());
    private static final PriceList PRICES =
            new PriceList(List.of(price("openai", "gpt-4o", "2.50"), price("openai_compatible", "mine", "0")));

    private final Catalogue catalogue = new Catalogue(KNOWN, PRICES);

    @Test
    void saysOfEveryModelWhereItsDescriptionWasTakenFrom() {
        assertThat(KNOWN.models()).allSatisfy(model -> {
            assertThat(KNOWN.sources()).containsKey(model.source());
            assertThat(model.capabilities()).isNotEmpty();
            assertThat(model.dimensions() != null)
                    .isEqualTo(model.capabilities().contains("embedding"));
        });
    }

    @Test
    void offersEveryClientTheLocalModelsForFree() {
        assertThat(catalogue.models(List.of(), NOW))
                .extracting(ModelView::name, ModelView::priceStatus, ModelView::dimensions)
                .containsExactly(tuple("all-minilm-l6-v2", "free", 384), tuple("colophon-local-1", "free", null));
    }

    @Test
    void describesTheModelThatAnIntegrationNames() {
        ModelView model = only(integration(IntegrationType.OPENAI, Subtype.GATEWAY, "gpt-4o-2024-08-06", true));

        assertThat(model.name()).isEqualTo("gpt-4o-2024-08-06");
        assertThat(model.capabilities()).containsExactly("chat");
        assertThat(model.maxOutputTokens()).isEqualTo(16_384);
        assertThat(model.priceStatus()).isEqualTo("known");
        assertThat(model.price()).isNotNull().extracting("input").isEqualTo("2.5000000000");
    }

    @Test
    void saysOfAnUnknownPriceThatItIsUnknownAndNotZero() {
        ModelView stranger = only(integration(IntegrationType.OPENAI_COMPATIBLE, Subtype.LLM, "stranger", true));
        ModelView declared = only(integration(IntegrationType.OPENAI_COMPATIBLE, Subtype.LLM, "mine", true));

        assertThat(stranger.price()).isNull();
        assertThat(stranger.priceStatus()).isEqualTo("unknown");
        assertThat(declared.priceStatus()).isEqualTo("free");
    }

    @Test
    void offersAllModelsOfAProviderWhereNoneIsNamedAndNoneOfWhatIsSwitchedOff() {
        assertThat(own(integration(IntegrationType.GEMINI, Subtype.EMBEDDING, null, true)))
                .extracting(ModelView::name)
                .containsExactly("gemini-embedding-001");
        assertThat(own(integration(IntegrationType.GEMINI, Subtype.EMBEDDING, null, false)))
                .isEmpty();
    }

    private ModelView only(Integration integration) {
        assertThat(own(integration)).hasSize(1);
        return own(integration).get(0);
    }

    private List<ModelView> own(Integration integration) {
        return catalogue.models(List.of(integration), NOW).stream()
                .filter(model -> model.integrationId() != null)
                .toList();
    }

    private static Integration integration(IntegrationType type, Subtype subtype, String model, boolean active) {
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        if (model != null) {
            settings.put("model", model);
        }
        return new Integration(
                new UUID(0, 1),
                type,
                subtype,
                "one",
                null,
                null,
                JsonNodeFactory.instance.objectNode(),
                settings,
                JsonNodeFactory.instance.objectNode(),
                null,
                active,
                1,
                NOW,
                NOW);
    }

    private static Price price(String provider, String model, String input) {
        return new Price(provider, model, LocalDate.parse("2026-01-01"), new BigDecimal(input), null);
    }
}
