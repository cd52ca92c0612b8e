package dev.colophon.messaging.topic;

import dev.colophon.events.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes topics as {@link Topic} declares them and names where an existing one differs. */
public final class TopicAdmin {

    private static final Logger log = LoggerFactory.getLogger(TopicAdmin.class);
    private static final long TIMEOUT_SECONDS = 20;

    private final Admin admin;
    private final TopicsProperties settings;

    TopicAdmin(Admin admin, TopicsProperties settings) {
        this.admin = admin;
        this.settings = settings;
    }

    /** Makes what is missing; existing topics are left as they are. */
    void createAll() throws ExecutionException, InterruptedException, TimeoutException {
        create(Arrays.stream(Topic.values())
                .map(topic -> topic(
                        topic.topicName(),
                        topic.carriesRequests() ? settings.requestPartitions() : settings.partitions(),
                        topic.configuration()))
                .toList());
        differences().forEach(difference -> log.warn("topic configuration differs: {}", difference));
    }

    /** Makes the dead-letter topic of {@code topic} for a service, with as many partitions as entities have. */
    public void createDeadLetterTopic(String topic) throws ExecutionException, InterruptedException, TimeoutException {
        create(List.of(topic(topic, settings.partitions(), Topic.deadLetterConfiguration())));
    }

    private NewTopic topic(String name, int partitions, Map<String, String> configuration) {
        return new NewTopic(name, partitions, settings.replicationFactor()).configs(configuration);
    }

    private void create(Collection<NewTopic> topics) throws ExecutionException, InterruptedException, TimeoutException {
        for (var made : admin.createTopics(topics).values().entrySet()) {
            try {
                made.getValue().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                log.info("made topic {}", made.getKey());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private List<String> differences() throws ExecutionException, InterruptedException, TimeoutException {
        List<ConfigResource> resources = Arrays.stream(Topic.values())
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName()))
                .toList();
        Map<ConfigResource, Config> found =
                admin.describeConfigs(resources).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        List<String> differences = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            Config config = found.get(new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName()));
            topic.configuration().forEach((name, declared) -> {
                ConfigEntry entry = config == null ? null : config.get(name);
                if (entry == null || !declared.equals(entry.value())) {
                    differences.add(topic.topicName() + ": " + name + " is " + (entry == null ? null : entry.value())
                            + ", declared is " + declared);
                }
            });
        }
        return differences;
    }
}
