package dev.colophon.web.outbound;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Calls to addresses that clients name.
 *
 * @param allowedPrivate addresses that are not public and may be called all the same: {@code host}, {@code host:port} or a
 *     network such as {@code 10.1.0.0/16}; none unless the operator says so
 */
@ConfigurationProperties("colophon.outbound")
public record OutboundProperties(@DefaultValue List<String> allowedPrivate) {

    public OutboundProperties {
        allowedPrivate = List.copyOf(allowedPrivate);
    }
}
