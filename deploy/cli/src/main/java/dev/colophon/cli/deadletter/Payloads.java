package dev.colophon.cli.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.colophon.cli.CommandFailure;
import dev.colophon.cli.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Mended payloads. */
final class Payloads {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Payloads() {}

    /**
     * Reads one, to the letter: nothing of it is read and written anew.
     *
     * @param file a path, or {@code -} for standard input
     */
    static String read(String file) {
        String where = file.equals("-") ? "standard input" : file;
        try {
            String payload = file.equals("-")
                    ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file));
            if (!JSON.readTree(payload).isObject()) {
                throw new CommandFailure(ExitCode.USAGE, where + " holds no JSON object");
            }
            return payload;
        } catch (JsonProcessingException e) {
            throw new CommandFailure(ExitCode.USAGE, where + " holds no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILURE, "cannot read " + where + ": " + e.getMessage(), e);
        }
    }
}
