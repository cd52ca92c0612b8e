package dev.colophon.web.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.deser.std.JsonNodeDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.colophon.web.problem.NulCharacterException;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;

/** Refuses texts that hold U+0000, wherever in the JSON they are: Postgres stores none, so better now than late. */
final class NulFreeModule extends SimpleModule {

    private static final long serialVersionUID = 1L;

    NulFreeModule() {
        super("colophon-nul-free");
        addDeserializer(String.class, new NulFreeString());
        addDeserializer(JsonNode.class, new NulFreeTree());
        addKeyDeserializer(String.class, new NulFreeKey());
    }

    private static String checked(String text, JsonParser parser) throws NulCharacterException {
        if (text.indexOf('\u0000') >= 0) {
            throw new NulCharacterException(parser);
        }
        return text;
    }

    private static final class NulFreeString extends StdScalarDeserializer<String> {

        private static final long serialVersionUID = 1L;

        NulFreeString() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return checked(StringDeserializer.instance.deserialize(parser, context), parser);
        }
    }

    private static final class NulFreeKey extends KeyDeserializer {

        @Override
        public Object deserializeKey(String key, DeserializationContext context) throws IOException {
            return checked(key, context.getParser());
        }
    }

    private static final class NulFreeTree extends JsonDeserializer<JsonNode> {

        private static final JsonDeserializer<? extends JsonNode> TREE =
                JsonNodeDeserializer.getDeserializer(JsonNode.class);

        @Override
        public JsonNode deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonNode tree = TREE.deserialize(parser, context);
            check(tree, parser);
            return tree;
        }

        @Override
        public JsonNode getNullValue(DeserializationContext context) {
            return context.getNodeFactory().nullNode();
        }

        private static void check(JsonNode node, JsonParser parser) throws NulCharacterException {
            if (node.isTextual()) {
                checked(node.textValue(), parser);
            }
            for (Iterator<Map.Entry<String, JsonNode>> fields = node.fields(); fields.hasNext(); ) {
                Map.Entry<String, JsonNode> field = fields.next();
                checked(field.getKey(), parser);
                check(field.getValue(), parser);
            }
            if (node.isArray()) {
                for (JsonNode element : node) {
                    check(element, parser);
                }
            }
        }
    }
}
