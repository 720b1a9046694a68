package io.coppice.node.event;

import io.coppice.contract.event.Topic;
import io.coppice.servicekit.event.LogReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A Kafka that was reached: its topics, what they hold already, and how to send to them. */
final class Broker implements AutoCloseable {
    private static final String POSITION = "coppice-position";
    private static final int TAIL = 2_000;
    private static final int PATIENCE_SECONDS = 5;
    private static final String WEEK = String.valueOf(Duration.ofDays(7).toMillis());

    private final Map<String, Object> client;
    private final BooleanSupplier stale;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final String identity;

    /** @param stale whether there is another way to get in by now */
    Broker(Map<String, Object> client, BooleanSupplier stale) throws IOException, InterruptedException {
        this.client = client;
        this.stale = stale;
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("client.id", "coppice");
        settings.put("request.timeout.ms", "10000");
        settings.put("default.api.timeout.ms", "10000");
        settings.put("reconnect.backoff.max.ms", "1000");
        this.admin = Admin.create(settings);
        try {
            makeTopics();
            this.identity = askIdentity();
            this.producer = producer(settings);
        } catch (IOException | InterruptedException | RuntimeException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("acks", "all");
        settings.put("enable.idempotence", "true");
        // a record that was given up would be a hole, or come after its successors
        settings.put("delivery.timeout.ms", Integer.toString(Integer.MAX_VALUE));
        settings.put("max.block.ms", "10000");
        settings.put("buffer.memory", Integer.toString(16 << 20));
        settings.put("linger.ms", "0");
        settings.remove("default.api.timeout.ms");
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private void makeTopics() throws IOException, InterruptedException {
        Set<String> there = get(admin.listTopics().names());
        List<NewTopic> missing = Stream.of(Topic.values())
                .map(Topic::label)
                .filter(t -> !there.contains(t))
                .map(t -> new NewTopic(t, 1, (short) -1).configs(Map.of("retention.ms", WEEK)))
                .toList();
        if (!missing.isEmpty()) {
            get(admin.createTopics(missing).all());
        }
    }

    /** What changes when the cluster or a topic was made anew. */
    private String askIdentity() throws IOException, InterruptedException {
        List<String> names = Stream.of(Topic.values()).map(Topic::label).toList();
        Map<String, TopicDescription> topics =
                new TreeMap<>(get(admin.describeTopics(names).allTopicNames()));
        StringBuilder all = new StringBuilder(get(admin.describeCluster().clusterId()));
        topics.forEach((name, t) -> all.append(' ').append(t.topicId()));
        return all.toString();
    }

    String identity() {
        return identity;
    }

    /** Whether it is still the one that was reached. */
    boolean isSame() throws IOException, InterruptedException {
        return askIdentity().equals(identity);
    }

    /** What the ends of the topics hold already, as {@code log:position}. */
    Set<String> tail() {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("enable.auto.commit", "false");
        settings.put("default.api.timeout.ms", "10000");
        Set<String> held = new HashSet<>();
        List<TopicPartition> all = Stream.of(Topic.values())
                .map(t -> new TopicPartition(t.label(), 0))
                .toList();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(all);
            ends.forEach((p, end) -> consumer.seek(p, Math.max(begins.getOrDefault(p, 0L), end - TAIL)));
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
                for (ConsumerRecord<byte[], byte[]> r : consumer.poll(Duration.ofMillis(500))) {
                    r.headers().headers(POSITION).forEach(h -> held.add(new String(h.value(), StandardCharsets.UTF_8)));
                }
                if (System.nanoTime() > deadline) {
                    break;
                }
            }
        }
        return held;
    }

    static String place(String log, long position) {
        return log + ":" + position;
    }

    /**
     * Sends lines in their order and waits until all are kept.
     *
     * @throws IOException when this is not the same Kafka any more
     */
    void send(String log, List<LogReader.Line> lines) throws IOException, InterruptedException {
        List<Future<?>> sent = new ArrayList<>();
        for (LogReader.Line line : lines) {
            ShippedEvent event = ShippedEvent.of(line.json());
            ProducerRecord<byte[], byte[]> shipped = new ProducerRecord<>(
                    event.topic().label(),
                    0,
                    event.subject().getBytes(StandardCharsets.UTF_8),
                    line.json().getBytes(StandardCharsets.UTF_8));
            shipped.headers()
                    .add("content-type", "application/cloudevents+json".getBytes(StandardCharsets.UTF_8))
                    .add(POSITION, place(log, line.position()).getBytes(StandardCharsets.UTF_8));
            sent.add(producer.send(shipped));
        }
        for (Future<?> one : sent) {
            await(one);
        }
    }

    /** A Kafka that does not answer is waited for, for ever; one that was made anew is not. */
    private void await(Future<?> one) throws IOException, InterruptedException {
        while (true) {
            try {
                one.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                return;
            } catch (TimeoutException e) {
                if (isAnother()) {
                    throw new IOException("this Kafka was made anew", e);
                }
            } catch (ExecutionException e) {
                throw new IOException(e.getCause());
            }
        }
    }

    private boolean isAnother() throws InterruptedException {
        if (stale.getAsBoolean()) {
            return true;
        }
        try {
            makeTopics();
            return !isSame();
        } catch (IOException e) {
            return false;
        }
    }

    private static <T> T get(Future<T> future) throws IOException, InterruptedException {
        try {
            return future.get(15, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
    }
}
