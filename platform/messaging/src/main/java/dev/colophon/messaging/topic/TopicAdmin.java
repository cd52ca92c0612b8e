package dev.colophon.messaging.topic;

import dev.colophon.events.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
        deviations().forEach(deviation -> log.warn("topic configuration differs: {}", deviation));
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

    /**
     * Where topics that exist differ from what is declared for them, dead letters included.
     *
     * @throws TimeoutException where the broker does not answer
     */
    public List<TopicDeviation> deviations() throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, Map<String, String>> declared =
                declared(admin.listTopics().names().get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
        List<ConfigResource> resources = declared.keySet().stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        Map<ConfigResource, Config> found =
                admin.describeConfigs(resources).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        List<TopicDeviation> deviations = new ArrayList<>();
        declared.forEach((topic, configuration) -> {
            Config config = found.get(new ConfigResource(ConfigResource.Type.TOPIC, topic));
            deviations.addAll(TopicDeviation.between(topic, configuration, name -> {
                ConfigEntry entry = config == null ? null : config.get(name);
                return entry == null ? null : entry.value();
            }));
        });
        return deviations;
    }

    private static Map<String, Map<String, String>> declared(Collection<String> existing) {
        Map<String, Map<String, String>> declared = new TreeMap<>();
        for (Topic topic : Topic.values()) {
            if (existing.contains(topic.topicName())) {
                declared.put(topic.topicName(), topic.configuration());
            }
            existing.stream()
                    .filter(name -> name.startsWith(topic.topicName() + ".") && name.endsWith(".dlt"))
                    .forEach(name -> declared.put(name, Topic.deadLetterConfiguration()));
        }
        return declared;
    }
}
