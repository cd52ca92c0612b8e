package dev.colophon.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.project.ProjectCreated;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SchemaCompatibilityTests {

    private static final ObjectNode PROJECT = EventSchemas.of(ProjectCreated.class);
    private static final ObjectNode ITEM = EventSchemas.of(ItemCaptured.class);

    @Test
    void findsNothingInTheSameSchema() {
        assertThat(SchemaCompatibility.breaks(ITEM, ITEM.deepCopy())).isEmpty();
    }

    @Test
    void allowsANewOptionalField() {
        assertThat(breaks(PROJECT, schema -> properties(schema)
                        .putObject("colour")
                        .putArray("type")
                        .add("string")
                        .add("null")))
                .isEmpty();
    }

    @Test
    void refusesARemovedField() {
        assertThat(breaks(PROJECT, schema -> properties(schema).remove("content")))
                .containsExactly("content was removed or renamed");
    }

    @Test
    void refusesARenamedField() {
        assertThat(breaks(PROJECT, schema -> properties(schema)
                        .set("label", properties(schema).remove("name"))))
                .containsExactly("name was removed or renamed");
    }

    @Test
    void refusesARetypedField() {
        assertThat(breaks(PROJECT, schema -> ((ObjectNode) properties(schema).get("auto_metadata"))
                        .put("type", "string")))
                .containsExactly("auto_metadata: type was \"boolean\" and is \"string\"");
    }

    @Test
    void refusesAnotherFormat() {
        assertThat(breaks(PROJECT, schema -> ((ObjectNode) properties(schema).get("created_at")).put("format", "date")))
                .singleElement()
                .asString()
                .contains("created_at", "date-time");
    }

    @Test
    void refusesANewRequiredField() {
        assertThat(breaks(PROJECT, schema -> {
                    properties(schema).putObject("colour").put("type", "string");
                    required(schema).add("colour");
                }))
                .containsExactly("colour became required");
    }

    @Test
    void refusesAFieldThatIsNoLongerPromised() {
        assertThat(breaks(PROJECT, schema -> required(schema).remove(0)))
                .singleElement()
                .asString()
                .endsWith("is no longer promised");
    }

    @Test
    void refusesANarrowedEnum() {
        assertThat(breaks(ITEM, schema -> kinds(schema).remove(0)))
                .singleElement()
                .asString()
                .startsWith("kind: enum was");
    }

    @Test
    void refusesAWidenedEnumThatYesterdaysReadersDoNotKnow() {
        assertThat(breaks(ITEM, schema -> kinds(schema).add("podcast"))).hasSize(1);
    }

    @Test
    void refusesAnotherTypeOfMapValues() {
        assertThat(breaks(ITEM, schema -> ((ObjectNode) schema.at("/properties/attributes/additionalProperties"))
                        .put("type", "integer")))
                .singleElement()
                .asString()
                .startsWith("attributes.*: type was");
    }

    private static List<String> breaks(ObjectNode published, Consumer<ObjectNode> change) {
        ObjectNode proposed = published.deepCopy();
        change.accept(proposed);
        return SchemaCompatibility.breaks(published, proposed);
    }

    private static ObjectNode properties(ObjectNode schema) {
        return (ObjectNode) schema.get("properties");
    }

    private static ArrayNode required(ObjectNode schema) {
        return (ArrayNode) schema.get("required");
    }

    private static ArrayNode kinds(ObjectNode schema) {
        return (ArrayNode) schema.at("/properties/kind/enum");
    }
}
