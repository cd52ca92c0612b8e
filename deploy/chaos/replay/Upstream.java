import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Executors;

/**
 * A provider on loopback that counts tokens as OpenAI's models do, with their own encoding, and bills what it counts:
 * Upstream JOURNAL. Prints its port. A line of the journal, "input output", is written before the answer leaves.
 *
 * <p>A chat takes 3 tokens around each message and 3 to begin the answer, as the OpenAI cookbook counts them.
 */
final class Upstream {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Encoding TOKENS =
            Encodings.newDefaultEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    private static final String ANSWER = """
            {"ai_generated_tags": ["outbox", "kafka", "leases", "billing", "search"], "content_summary": "Keeps what was \
            said once, hands it to whoever has to know, and says afterwards what that cost.", "difficulty_level": "advanced"}""";

    private Upstream() {}

    public static void main(String[] arguments) throws IOException {
        Path journal = Path.of(arguments[0]);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(16));
        server.createContext("/", exchange -> answer(exchange, journal));
        server.start();
        System.out.println(server.getAddress().getPort());
    }

    private static void answer(HttpExchange exchange, Path journal) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody());
        int input = 3;
        for (JsonNode message : request.path("messages")) {
            input += 3 + TOKENS.countTokens(message.path("role").asText()) + TOKENS.countTokens(text(message));
        }
        int output = TOKENS.countTokens(ANSWER);
        write(journal, input + " " + output + "\n");
        byte[] answer = JSON.writeValueAsBytes(completion(request, input, output));
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, answer.length);
        try (var body = exchange.getResponseBody()) {
            body.write(answer);
        }
    }

    private static String text(JsonNode message) {
        JsonNode content = message.path("content");
        StringBuilder parts = new StringBuilder(content.isTextual() ? content.asText() : "");
        content.forEach(part -> parts.append(part.path("text").asText()));
        return parts.toString();
    }

    private static ObjectNode completion(JsonNode request, int input, int output) {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("id", "chatcmpl-" + System.nanoTime()).put("object", "chat.completion").put("created", 1);
        answer.put("model", request.path("model").asText());
        ObjectNode choice = answer.putArray("choices").addObject();
        choice.put("index", 0).put("finish_reason", "stop");
        choice.putObject("message").put("role", "assistant").put("content", ANSWER);
        answer.putObject("usage")
                .put("prompt_tokens", input)
                .put("completion_tokens", output)
                .put("total_tokens", input + output);
        return answer;
    }

    private static synchronized void write(Path journal, String line) {
        try {
            Files.write(journal, List.of(line.strip()), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
