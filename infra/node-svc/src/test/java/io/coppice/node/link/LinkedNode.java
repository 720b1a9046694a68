package io.coppice.node.link;

import io.coppice.access.Identity;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.endpoint.Streamed;
import io.coppice.contract.endpoint.Upload;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import io.coppice.node.certificate.Authority;
import io.coppice.node.certificate.Fingerprint;
import io.coppice.node.certificate.LinkCertificate;
import io.coppice.node.certificate.NodeCertificate;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Credential;
import io.coppice.servicekit.serve.Dispatcher;
import io.coppice.servicekit.serve.FarCalls;
import io.coppice.servicekit.serve.FarClient;
import io.coppice.servicekit.serve.Gatekeeper;
import io.coppice.servicekit.serve.NodeWays;
import io.coppice.servicekit.serve.OtherNodes;
import io.coppice.servicekit.serve.Routes;
import io.coppice.servicekit.serve.ServiceClient;
import io.coppice.servicekit.serve.ServiceServer;
import io.coppice.servicekit.serve.Tunnel;
import io.coppice.testkit.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/** A node as far as its links go: a certificate, a cluster port on loopback, a service behind it, links to others. */
final class LinkedNode implements AutoCloseable {
    record Say(@Param("") String text) {}

    record Keep(@Param("") String text, Upload upload) {}

    record Said(String node, String text, String by) {}

    static final Endpoint<Say, Said> SAY = Endpoint.get("/say", Say.class, Said.class)
            .allow(Guard.everyone())
            .servedBy(Service.COMPUTE)
            .build();
    static final Endpoint<Say, Said> DO = Endpoint.post("/do", Say.class, Said.class)
            .allow(Guard.everyone())
            .servedBy(Service.COMPUTE)
            .build();
    /** Its part of a list; it takes until it is let go where the text says so and names it. */
    @SuppressWarnings("rawtypes")
    static final Endpoint<Say, List> PART = Endpoint.get("/part", Say.class, List.class)
            .allow(Guard.everyone())
            .servedBy(Service.COMPUTE)
            .build();

    static final Endpoint<Keep, String> KEEP = Endpoint.post("/keep", Keep.class, String.class)
            .allow(Guard.everyone())
            .servedBy(Service.COMPUTE)
            .body(Endpoint.Body.UPLOAD)
            .build();

    record Take(@Param("A text.") String text, Streamed bytes) {}

    static final Endpoint<Take, Said> TAKE = Endpoint.post("/take", Take.class, Said.class)
            .allow(Guard.everyone())
            .servedBy(Service.COMPUTE)
            .build();
    static final Endpoint<Say, Tunnel> CONSOLE = Endpoint.get("/console", Say.class, Tunnel.class)
            .allow(Guard.everyone())
            .servedBy(Service.COMPUTE)
            .build();

    private static final Gatekeeper OPEN = new Gatekeeper() {
        @Override
        public Caller admit(Credential credential, String client) {
            return new Caller(new Identity.Internal(credential.toString()), (p, v) -> true, credential, client);
        }

        @Override
        public List<Guard.Rule> decide(Guard guard, Caller caller, Map<String, Object> parameters) {
            return List.of();
        }
    };

    final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    final Roster roster = new Roster();

    /** What callers had seen of the truth, which this node waits for. */
    final List<String> waitedFor = new CopyOnWriteArrayList<>();

    final CountDownLatch letGo = new CountDownLatch(1);
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch broken = new CountDownLatch(1);
    final NodeName name;
    private final int number;
    final LinkCertificate certificate;
    final LinkKey key;
    final Path dir;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final ServiceServer service;
    private final ServiceServer inner;
    private final CallsOut out;
    private final CallsOut asServices;
    private LinkServer server;
    final Links links;

    LinkedNode(String name, Path dir) throws Exception {
        this(name, dir, Links.beats());
    }

    /** @param beats what answers the others' beats */
    LinkedNode(String name, Path dir, LinkServer.Behind beats) throws Exception {
        this(name, dir, beats, Instant.now());
    }

    /** @param signed when its certificate of links was signed, which holds for two years */
    LinkedNode(String name, Path dir, LinkServer.Behind beats, Instant signed) throws Exception {
        this.name = new NodeName(name);
        this.number = name.charAt(name.length() - 1) - '0';
        this.dir = dir;
        Path secret = Files.createDirectories(dir.resolve("secret"));
        new NodeCertificate(secret, secret).ensure(this.name, List.of("127.0.0.1"), Instant.now());
        this.certificate = new LinkCertificate(secret);
        certificate.ensure(this.name, Authority.ofFirstStart(secret, secret), signed);
        this.key = new LinkKey(certificate.certificate(), certificate.key());
        Files.createDirectories(dir.resolve("compute"));
        Files.createDirectories(dir.resolve("spool"));
        Set<Integer> own = Set.of((Integer) Files.getAttribute(dir, "unix:uid"));
        this.service = ServiceServer.listen(
                vertx,
                dir.resolve("compute/api.sock"),
                new Dispatcher(routes(), OPEN),
                new ServiceServer.Admits(false, own),
                truth,
                workers);
        this.inner = ServiceServer.listen(
                vertx,
                dir.resolve("compute/service.sock"),
                new Dispatcher(routes(), OPEN),
                new ServiceServer.Admits(true, own),
                truth,
                workers);
        listen(0, beats);
        this.links = new Links(vertx, this.name, key, roster, InstantSource.system());
        this.out = CallsOut.listen(vertx, dir.resolve("links.sock"), links, own);
        this.asServices = CallsOut.listenToServices(vertx, dir.resolve("services.sock"), links, own);
    }

    private final ServiceServer.Seen truth = new ServiceServer.Seen() {
        @Override
        public String revision() {
            return "r-7";
        }

        @Override
        public void catchUp(String revision) {
            waitedFor.add(revision);
        }
    };

    int tunnels() {
        return server.tunnels();
    }

    private Routes routes() {
        return new Routes()
                .serve(SAY, (caller, in) -> new Said(name.text(), in.text(), caller.name()))
                .serve(PART, (caller, in) -> {
                    if (in.text().equals("slow " + name)) {
                        letGo.await();
                    }
                    return List.of(new Said(name.text(), in.text(), caller.name()));
                })
                .serve(DO, (caller, in) -> {
                    begun.countDown();
                    letGo.await();
                    return new Said(name.text(), in.text(), caller.name());
                })
                .serve(KEEP, (caller, in) -> {
                    Path file = in.upload().file();
                    Files.move(file, dir.resolve("kept"));
                    return file.getParent().toString();
                })
                .serve(TAKE, (caller, in) -> {
                    if (in.text().equals("no")) {
                        throw Refused.conflict("it is not taken");
                    }
                    begun.countDown();
                    letGo.await();
                    CRC32 sum = new CRC32();
                    try (CheckedInputStream bytes =
                            new CheckedInputStream(in.bytes().bytes(), sum)) {
                        bytes.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        broken.countDown();
                        throw e;
                    }
                    return new Said(name.text(), "" + sum.getValue(), caller.name());
                })
                .serve(
                        CONSOLE,
                        (caller, in) -> new Tunnel(
                                dir.resolve("console.sock"),
                                Tunnel.Dialect.BYTES,
                                in.text(),
                                new CompletableFuture<>()));
    }

    void listen(int port, LinkServer.Behind beats) throws Exception {
        server = LinkServer.listen(
                vertx,
                "127.0.0.1",
                port,
                key,
                roster,
                Map.of(
                        "/beat",
                        beats,
                        LiveTunnels.PATH,
                        LinkedNode::echo,
                        ASK,
                        (peer, request) -> request.body().onSuccess(request.response()::end),
                        "/call",
                        new CallsIn(vertx, name, dir, dir.resolve("spool")),
                        "/service",
                        CallsIn.ofServices(vertx, name, dir, dir.resolve("spool"))));
    }

    /** Answered at once, with what was asked. */
    static final String ASK = "/ask";

    /** In place of live state. */
    private static void echo(ClusterMember peer, HttpServerRequest request) {
        request.toNetSocket().onSuccess(socket -> socket.pipeTo(socket));
    }

    /** As live state reaches another node's. */
    Future<NetSocket> live(LinkedNode other) {
        return links.to(other.name)
                .map(link -> link.tunnel(LiveTunnels.PATH, "coppice-live"))
                .orElseGet(() -> Future.failedFuture("no member"));
    }

    /** Another authority signs its key. */
    String prepareAnother() throws Exception {
        certificate.prepare(Authority.anew(Instant.now()).sign(certificate.request(name), name, Instant.now()));
        return Fingerprint.ofPem(certificate.prepared().orElseThrow());
    }

    void showAnother() throws Exception {
        certificate.takePrepared();
        links.showAnew();
        server.showAnew();
    }

    int port() {
        return server.port();
    }

    void stopListening() {
        server.close();
    }

    ClusterMember peer() throws Exception {
        return new ClusterMember(
                name, number, name + "-0000000" + number, "127.0.0.1", port(), Fingerprint.of(key.certificate()));
    }

    /** As the truth lists it where members are known by their keys too. */
    ClusterMember peerWithKey() throws Exception {
        return peer().withKey(Fingerprint.ofKeyPem(Files.readString(key.certificate())));
    }

    /** As this node's gateway reaches another's services. */
    ServiceClient to(LinkedNode other) {
        return ServiceClient.ofOtherNode(vertx, dir.resolve("links.sock"), other.name, () -> "seen by " + name);
    }

    /** As this node's services reach another's. */
    FarCalls services() {
        return new FarClient(vertx, dir.resolve("services.sock"), () -> "seen by a service of " + name);
    }

    /** As this node's services ask all others. */
    OtherNodes others(LinkedNode... others) {
        Map<NodeName, ServiceClient> ways = new HashMap<>();
        ways.put(name, new ServiceClient(vertx, dir, "api.sock", name));
        for (LinkedNode other : others) {
            ways.put(other.name, to(other));
        }
        return OtherNodes.of(new NodeWays(name, () -> ways));
    }

    /** Makes each a member to all, and waits until all reach each other. */
    static void join(LinkedNode... members) throws Exception {
        List<ClusterMember> peers = new ArrayList<>();
        for (LinkedNode member : members) {
            peers.add(member.peer());
        }
        for (LinkedNode member : members) {
            member.roster.set(peers);
        }
        List<LinkedNode> all = List.of(members);
        Eventually.that(
                "all reach all", () -> all.stream().allMatch(a -> all.stream().allMatch(b -> a == b || a.reaches(b))));
    }

    boolean reaches(LinkedNode other) {
        return links.reach(other.name).map(Reach::inReach).orElse(false);
    }

    @Override
    public void close() {
        letGo.countDown();
        links.close();
        out.close();
        asServices.close();
        server.close();
        service.close();
        inner.close();
        workers.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
