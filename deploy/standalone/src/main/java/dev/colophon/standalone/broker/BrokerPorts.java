package dev.colophon.standalone.broker;

/**
 * Two loopback ports.
 *
 * @param broker for clients
 * @param controller for the metadata quorum of one
 */
public record BrokerPorts(int broker, int controller) {

    public String bootstrapServers() {
        return "127.0.0.1:" + broker;
    }
}
