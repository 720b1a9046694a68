package io.coppice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** nginx on loopback with a static answer over TLS, with the node's certificate: what anybody can install. */
final class Nginx implements AutoCloseable {
    private final Path folder;
    private final int port;

    private Nginx(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    static Nginx start(Path folder, int port, Path certificate) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("nginx.conf"), """
            worker_processes auto;
            pid %1$s/pid;
            error_log %1$s/error.log;
            events { worker_connections 1024; }
            http {
              access_log off;
              keepalive_requests 100000000;
              client_body_temp_path %1$s; proxy_temp_path %1$s; fastcgi_temp_path %1$s; uwsgi_temp_path %1$s; scgi_temp_path %1$s;
              server {
                listen 127.0.0.1:%2$d ssl;
                ssl_certificate %3$s;
                ssl_certificate_key %4$s;
                default_type application/json;
                location / { return 200 '{"data":{"release":"9.2","repoid":"0000000000000000","version":"9.2.1"}}'; }
              }
            }
            """.formatted(
                        folder, port, certificate, certificate.resolveSibling("tls.key")));
        Nginx nginx = new Nginx(folder, port);
        nginx.command();
        return nginx;
    }

    private void command(String... more) throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of("nginx", "-p", "" + folder, "-c", folder + "/nginx.conf"));
        argv.addAll(List.of(more));
        Programs.run(argv);
    }

    String url() {
        return "https://127.0.0.1:" + port + "/";
    }

    @Override
    public void close() throws IOException, InterruptedException {
        command("-s", "stop");
    }
}
