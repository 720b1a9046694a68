package io.coppice.compute.distro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a container takes from its node where its configuration says nothing.
 *
 * @param search domains
 * @param zone the node's time zone, {@code Europe/Vienna}
 */
public record Surroundings(List<String> search, List<String> nameservers, Optional<String> zone) {
    public Surroundings {
        search = List.copyOf(search);
        nameservers = List.copyOf(nameservers);
    }

    /** By resolv.conf(5) and {@code /etc/timezone}. */
    public static Surroundings ofThisHost() {
        List<String> search = new ArrayList<>();
        List<String> servers = new ArrayList<>();
        for (String line : text("/etc/resolv.conf").lines().toList()) {
            String[] words = line.strip().split("\\s+");
            if (words[0].equals("nameserver") && words.length > 1 && servers.size() < 3) {
                servers.add(words[1]);
            } else if (words[0].matches("search|domain")) {
                search = List.of(words).subList(1, words.length);
            }
        }
        return new Surroundings(
                search, servers, Optional.of(text("/etc/timezone").strip()).filter(z -> !z.isEmpty()));
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            return "";
        }
    }
}
