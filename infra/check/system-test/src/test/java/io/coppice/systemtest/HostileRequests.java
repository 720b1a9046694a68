package io.coppice.systemtest;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Requests that no honest client sends, by name. {@code AUTH} stands for the headers of a good login. */
final class HostileRequests {
    private static final String POST = "POST /api2/json/access/users HTTP/1.1\r\nHost: x\r\n";
    private static final String LOGIN = "POST /api2/json/access/ticket HTTP/1.1\r\nHost: x\r\n";
    private static final String GET = "GET /api2/json/version HTTP/1.1\r\nHost: x\r\n";
    private static final String SMUGGLED = "GET /api2/json/smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String UPLOAD = "POST /api2/json/nodes/pve1/storage/local/upload HTTP/1.1\r\nHost: x\r\n";

    private final Map<String, byte[]> all = new LinkedHashMap<>();
    private final String auth;

    private HostileRequests(String auth) {
        this.auth = auth;
    }

    static Map<String, byte[]> with(String auth) {
        HostileRequests made = new HostileRequests(auth);
        made.lines();
        made.lengths();
        made.headers();
        made.encodings();
        made.json();
        made.multipart();
        return made.all;
    }

    private void add(String name, String request) {
        all.put(name, request.replace("AUTH", auth).getBytes(StandardCharsets.ISO_8859_1));
    }

    private void lines() {
        add("garbage", "\u0000\u0001\u0002\u00ff\u00fe garbage \r\n\r\n");
        add("empty lines and garbage", "\r\n\r\n\r\nxyz\r\n\r\n");
        add("no version", "GET /api2/json/version\r\n\r\n");
        add("an unknown version", "GET /api2/json/version HTTP/9.9\r\nHost: x\r\n\r\n");
        add("http/2 without agreement", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        add("a method of 100 kB", "A".repeat(100_000) + " / HTTP/1.1\r\n\r\n");
        add("an address of 1 MB", "GET /api2/json/" + "a".repeat(1_000_000) + " HTTP/1.1\r\n\r\n");
        add("a query of 30 kB", "GET /api2/json/version?" + "a=&".repeat(10_000) + " HTTP/1.1\r\nHost: x\r\nAUTH\r\n");
        add("connect", "CONNECT localhost:22 HTTP/1.1\r\nHost: x\r\n\r\n");
        add("an absolute address", "GET http://localhost:22/api2/json/x HTTP/1.1\r\nHost: x\r\n\r\n");
        add("a star", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n");
        add("a way out", "GET /api2/json/../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n");
        add("an encoded way out", "GET /api2/json/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n");
        add("trace", "TRACE /api2/json/version HTTP/1.1\r\nHost: x\r\nAUTH\r\n");
        add("h2c", GET + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n");
        add("a thousand segments", "GET /api2/json" + "/a".repeat(5_000) + " HTTP/1.1\r\nHost: x\r\nAUTH\r\n");
    }

    private void lengths() {
        for (String length :
                new String[] {"-1", "+5", "5,5", "0x5", "99999999999999999999", "9223372036854775807", "5 5", "", "five"
                }) {
            add("a length of '" + length + "'", POST + "Content-Length: " + length + "\r\n\r\nabcde");
        }
        add("two lengths", POST + "Content-Length: 5\r\nContent-Length: 50\r\n\r\nabcde" + SMUGGLED);
        add("one length twice", POST + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nabcde");
        add("length and chunks", LOGIN + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED);
        add("chunks and length", LOGIN + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n" + SMUGGLED);
        for (String coding :
                new String[] {"xchunked", "chunked, identity", "identity", "gzip, chunked", "\u000bchunked"}) {
            add("a coding '" + coding + "'", LOGIN + "Transfer-Encoding: " + coding + "\r\n\r\n0\r\n\r\n" + SMUGGLED);
        }
        String chunked = LOGIN + "Transfer-Encoding: chunked\r\n\r\n";
        for (String size : new String[] {"-1", "FFFFFFFFFFFFFFFF", "zz", "", "0x5", "1;" + "e".repeat(100_000)}) {
            add(
                    "a chunk of '" + size.substring(0, Math.min(20, size.length())) + "'",
                    chunked + size + "\r\na\r\n0\r\n\r\n");
        }
        add("ten thousand trailers", chunked + "0\r\n" + "t: x\r\n".repeat(10_000) + "\r\n");
        add("a body of 5 MB", POST + "AUTHContent-Length: 5000000\r\n\r\n" + "a".repeat(5_000_000));
        add("a login of 5 MB", LOGIN + "Content-Length: 5000000\r\n\r\n" + "a".repeat(5_000_000));
    }

    private void headers() {
        add("a folded header", GET + "X-A: b\r\n c\r\n\tPVEAuthCookie=x\r\n\r\n");
        add("a nul in a header", GET + "X-A: a\u0000b\r\n\r\n");
        add("a lone cr", GET + "X-A: a\rX-B: b\r\n\r\n");
        add("no colon", GET + "nothing\r\n\r\n");
        add("a space before the colon", LOGIN + "Content-Length : 5\r\n\r\nabcde");
        add("an empty name", GET + ": x\r\n\r\n");
        add("a name of 8 bit", GET + "X-\u00e4: x\r\n\r\n");
        add("ten thousand headers", GET + "a: b\r\n".repeat(10_000) + "\r\n");
        add("a header of 1 MB", GET + "X-A: " + "a".repeat(1_000_000) + "\r\n\r\n");
        add("a cookie of 30 kB", GET + "Cookie: " + "a=b;".repeat(7_500) + "\r\n\r\n");
        add("a ticket of 30 kB", GET + "Cookie: PVEAuthCookie=" + "PVE:".repeat(7_500) + "\r\n\r\n");
        add("a token of 30 kB", GET + "Authorization: PVEAPIToken=" + "a".repeat(30_000) + "\r\n\r\n");
        add("a ticket of colons", GET + "Cookie: PVEAuthCookie=PVE:a@b:00000000::" + "A".repeat(5_000) + "\r\n\r\n");
        add("a strange expectation", LOGIN + "Expect: the unexpected\r\nContent-Length: 5\r\n\r\nabcde");
        add("an upgrade", GET + "AUTHConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n".replace("\r\nAUTH", "\r\n"));
    }

    private void encodings() {
        for (String bad :
                new String[] {"%", "%z", "%zz", "%c0%ae", "%ff", "%00", "%ed%a0%80", "%f4%90%80%80", "%0d%0a"}) {
            add("a path with " + bad, "GET /api2/json/nodes/" + bad + "/status HTTP/1.1\r\nHost: x\r\nAUTH\r\n");
            add("a query with " + bad, "GET /api2/json/access/users?x=" + bad + " HTTP/1.1\r\nHost: x\r\nAUTH\r\n");
            form("a form with " + bad, "userid=" + bad + "@pve");
        }
        form("a form of 8 bit", "userid=\u00e4\u00ff@pve");
        form("a hundred thousand parameters", "a=1&".repeat(100_000));
        form("one name a hundred thousand times", "userid=a&".repeat(100_000));
        add("a form that says xml", POST + "AUTHContent-Type: text/xml\r\nContent-Length: 4\r\n\r\n<a/>");
        add("a type of 20 kB", POST + "AUTHContent-Type: " + "a/".repeat(10_000) + "\r\nContent-Length: 2\r\n\r\na=");
    }

    private void form(String name, String body) {
        add(name, POST + "AUTHContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private void json() {
        for (String open : new String[] {"[", "{\"a\":"}) {
            body("deep " + open, "{\"userid\":" + open.repeat(100_000));
        }
        body("half a text", "{\"userid\":\"a");
        body("a number of a million digits", "{\"userid\":" + "9".repeat(1_000_000) + "}");
        body("a number without end", "{\"expire\":1e999999999,\"userid\":\"\"}");
        body("a name of a megabyte", "{\"" + "a".repeat(1_000_000) + "\":1}");
        body("a list", "[1,2]");
        body("two objects", "{}{}");
        body("8 bit", "{\"userid\":\"\u00e4\u00ff\"}");
        body("half a character", "{\"userid\":\"\\ud800@pve\",\"x\":1}");
        body("a mark and 16 bit", "\u00fe\u00ff\u0000{\u0000}");
        body("nul", "{\"userid\":\"a\\u0000b@pve\",\"y\":1}");
        body("not a number", "{\"expire\":NaN}");
    }

    private void body(String name, String text) {
        add(
                "json: " + name,
                POST + "AUTHContent-Type: application/json\r\nContent-Length: " + text.length() + "\r\n\r\n" + text);
    }

    private void multipart() {
        String file = "Content-Disposition: form-data; name=\"filename\"; filename=";
        upload("no boundary", "multipart/form-data", "--b\r\n\r\n");
        upload("an empty boundary", "multipart/form-data; boundary=", "----\r\n");
        upload("a long boundary", "multipart/form-data; boundary=" + "b".repeat(20_000), "--b\r\n");
        String form = "multipart/form-data; boundary=b";
        upload("no part", form, "--b--\r\n");
        upload("no end", form, "--b\r\n" + file + "\"a.iso\"\r\n\r\nxxx");
        upload("no disposition", form, "--b\r\n\r\nxxx\r\n--b--\r\n");
        upload("no name", form, "--b\r\nContent-Disposition: form-data\r\n\r\nxxx\r\n--b--\r\n");
        upload("two files", form, ("--b\r\n" + file + "\"a.iso\"\r\n\r\nxxx\r\n").repeat(2) + "--b--\r\n");
        upload("a thousand files", form, ("--b\r\n" + file + "\"a.iso\"\r\n\r\nx\r\n").repeat(1000) + "--b--\r\n");
        upload(
                "a thousand fields",
                form,
                "--b\r\nContent-Disposition: form-data; name=\"content\"\r\n\r\niso\r\n".repeat(1000) + "--b--\r\n");
        upload(
                "a nested form",
                form,
                "--b\r\nContent-Disposition: form-data; name=\"filename\"\r\n"
                        + "Content-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c--\r\n--b--\r\n");
        for (String name :
                new String[] {"../../x.iso", "/etc/x.iso", "a\u0000.iso", "", "x".repeat(5_000) + ".iso", ".iso"}) {
            upload(
                    "a file '" + name.substring(0, Math.min(12, name.length())) + "'",
                    form,
                    "--b\r\nContent-Disposition: form-data; name=\"content\"\r\n\r\niso\r\n--b\r\n" + file + "\"" + name
                            + "\"\r\n\r\nxxx\r\n--b--\r\n");
        }
        upload(
                "a field of 200 kB",
                form,
                "--b\r\nContent-Disposition: form-data; name=\"content\"\r\n\r\n" + "i".repeat(200_000)
                        + "\r\n--b--\r\n");
        upload("headers of a part without end", form, "--b\r\n" + "a: b\r\n".repeat(50_000));
        upload(
                "a coding nobody knows",
                form,
                "--b\r\n" + file + "\"a.iso\"\r\nContent-Transfer-Encoding: x\r\n\r\nxxx\r\n--b--\r\n");
        upload(
                "a charset nobody knows",
                form,
                "--b\r\n" + file + "\"a.iso\"\r\nContent-Type: text/plain; charset=nobody\r\n\r\nxxx\r\n--b--\r\n");
    }

    private void upload(String name, String type, String body) {
        add(
                "upload: " + name,
                UPLOAD + "AUTHContent-Type: " + type + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }
}
