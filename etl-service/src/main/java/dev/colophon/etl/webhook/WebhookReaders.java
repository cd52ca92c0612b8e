package dev.colophon.etl.webhook;

import dev.colophon.etl.source.WebhookTypes;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The types of sources whose webhooks are understood. */
@Component
class WebhookReaders implements WebhookTypes {

    private final Map<String, WebhookReader> byType;

    WebhookReaders(ObjectProvider<WebhookReader> readers) {
        this.byType = readers.stream().collect(Collectors.toMap(WebhookReader::type, Function.identity()));
    }

    @Override
    public boolean has(String type) {
        return byType.containsKey(type);
    }

    Optional<WebhookReader> of(String type) {
        return Optional.ofNullable(byType.get(type));
    }
}
