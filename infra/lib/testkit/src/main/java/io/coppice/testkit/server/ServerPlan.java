package io.coppice.testkit.server;

import java.nio.file.Path;
import java.util.List;

/**
 * How a server is started, in either way. It has to listen on {@code 127.0.0.1:port} in both: a container shares the
 * network of the engine's host.
 *
 * @param name for what is printed
 * @param folder its own, that it may write to, under the same path in the container
 * @param programs folders that it reads, under the same path in the container
 * @param image that holds its run-time, or all of it; fetched where it is missing and can be; empty for a child process always
 * @param inContainer its argv there
 * @param asProcess its argv on this machine
 */
public record ServerPlan(
        String name,
        int port,
        Path folder,
        List<Path> programs,
        String image,
        List<String> inContainer,
        List<String> asProcess) {
    /** Where Java's run-time images have their {@code java}, the official ones and those that are made of packages here. */
    public static final String JAVA_IN_IMAGE = "/opt/java/openjdk/bin/java";

    public ServerPlan {
        programs = List.copyOf(programs);
        inContainer = List.copyOf(inContainer);
        asProcess = List.copyOf(asProcess);
    }

    /** A program of this machine, never in a container. */
    public static ServerPlan program(String name, int port, Path folder, List<String> argv) {
        return new ServerPlan(name, port, folder, List.of(), "", List.of(), argv);
    }

    /** An image with a Java run-time: the official one, or what {@code -Dcoppice.test.java-image} names. */
    public static String javaImage() {
        return System.getProperty("coppice.test.java-image", "eclipse-temurin:25-jre-noble");
    }
}
