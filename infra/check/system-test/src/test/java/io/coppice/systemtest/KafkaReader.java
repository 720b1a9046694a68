package io.coppice.systemtest;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads what a Kafka was told, as anybody would. */
final class KafkaReader {
    private static final Set<String> TOPICS = Set.of("guest", "task", "storage", "access", "node", "config");

    private KafkaReader() {}

    /** All that it holds now; nothing while it does not answer. */
    static ToldEvents told(Properties login) throws IOException {
        ToldEvents told = new ToldEvents();
        Properties settings = new Properties();
        settings.putAll(login);
        settings.put("enable.auto.commit", "false");
        settings.put("default.api.timeout.ms", "5000");
        List<TopicPartition> all =
                TOPICS.stream().map(t -> new TopicPartition("coppice." + t, 0)).toList();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
                for (ConsumerRecord<String, String> r : consumer.poll(Duration.ofMillis(200))) {
                    told.take(r.topic(), r.value());
                }
            }
        } catch (KafkaException e) {
            return new ToldEvents();
        }
        return told;
    }
}
