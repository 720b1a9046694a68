package io.coppice.cli.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.api.guest.VmConfigApi;
import io.coppice.contract.api.storage.ContentApi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Calls as they go out, and answers as they come. */
class SocketHttpTest {
    private static SocketHttp.Reply reply(String text) throws IOException {
        return SocketHttp.reply(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void an_answer_ends_where_the_connection_does() throws IOException {
        SocketHttp.Reply reply =
                reply("HTTP/1.1 500 VM 1 already running\r\nX: y\r\n\r\n{\"data\":null,\"message\":\"no\\n\"}");
        Answer answer = Answer.read(reply.status(), reply.body());
        assertEquals(500, answer.status());
        assertEquals("no", answer.message());
    }

    @Test
    void an_answer_that_was_cut_short_is_none() {
        assertThrows(IOException.class, () -> reply("HTTP/1.0 200 OK\r\nContent-Len"));
        assertThrows(IOException.class, () -> reply("HTTP/1.0 200 OK\r\ncontent-length: 9\r\n\r\n{}"));
    }

    @Test
    void errors_come_by_the_parameters_name() {
        Answer answer = Answer.read(
                400,
                "{\"data\":null,\"message\":\"Parameter verification failed.\\n\",\"errors\":{\"a\":\"b\"}}"
                        .getBytes());
        assertEquals(Map.of("a", "b"), answer.errors());
        assertTrue(Answer.read(200, "<html>".getBytes()).message().contains("no JSON"));
    }

    @Test
    void parameters_go_into_the_path_the_query_or_the_form() {
        Map<String, Object> given =
                new TreeMap<>(Map.of("node", "n1", "storage", "local", "volume", "local:iso/a b.iso"));
        given.put("delay", "3");
        Request free = Request.of(ContentApi.DELETE, given);
        assertEquals("/api2/json/nodes/n1/storage/local/content/local%3Aiso%2Fa%20b.iso?delay=3", free.target());
        assertEquals("", free.body());
        Request set = Request.of(
                VmConfigApi.CHANGE_NOW,
                new TreeMap<>(Map.of("node", "n1", "vmid", "7", "delete", List.of("a", "b"), "skiplock", true)));
        assertEquals("/api2/json/nodes/n1/qemu/7/config", set.target());
        assertEquals("delete=a&delete=b&skiplock=1", set.body());
    }

    @Test
    void a_host_has_the_apis_port_unless_another_is_named() {
        assertEquals("a:8006", RemoteDoor.withPort("a"));
        assertEquals("a:1", RemoteDoor.withPort("a:1"));
        assertEquals("[::1]:8006", RemoteDoor.withPort("::1"));
        assertEquals("[::1]:9", RemoteDoor.withPort("[::1]:9"));
    }
}
