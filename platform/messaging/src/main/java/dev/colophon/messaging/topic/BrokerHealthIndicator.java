package dev.colophon.messaging.topic;

import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;

/** Up while the broker answers within two seconds. */
final class BrokerHealthIndicator extends AbstractHealthIndicator {

    private static final int TIMEOUT_MILLIS = 2_000;

    private final Admin admin;

    BrokerHealthIndicator(Admin admin) {
        super("broker does not answer");
        this.admin = admin;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) throws Exception {
        var cluster = admin.describeCluster(new DescribeClusterOptions().timeoutMs(TIMEOUT_MILLIS));
        builder.up()
                .withDetail(
                        "nodes",
                        cluster.nodes()
                                .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                                .size());
    }
}
