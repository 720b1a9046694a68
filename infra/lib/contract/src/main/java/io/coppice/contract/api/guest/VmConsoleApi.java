package io.coppice.contract.api.guest;

import static io.coppice.contract.endpoint.Endpoint.get;
import static io.coppice.contract.endpoint.Endpoint.post;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Endpoint.Body;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Vmid;
import java.util.List;
import java.util.Optional;

/** /nodes/{node}/qemu/{vmid}/vncproxy, termproxy and vncwebsocket */
public final class VmConsoleApi {
    /** Decided where the tickets of consoles are. */
    public static final String RULE_TICKET = "consoleTicket";

    public record Screen(
            @Param("The cluster node.") NodeName node,
            @Param("The guest.") Vmid vmid,

            @Param(
                    value = "Answer a short password for VNC clients that want one.",
                    name = "generate-password",
                    otherwise = "0")
            boolean generatePassword,

            @Param("That it is reached by a websocket; it always is.")
            Optional<Boolean> websocket) {}

    public record Terminal(
            @Param("The cluster node.") NodeName node,
            @Param("The guest.") Vmid vmid,

            @Param(
                    value = "The serial port; the first that there is without it.",
                    values = {"serial0", "serial1", "serial2", "serial3"})
            Optional<String> serial) {}

    public record Socket(
            @Param("The cluster node.") NodeName node,
            @Param("The guest.") Vmid vmid,

            @Param(value = "The port of the console's ticket.", min = 5900, max = 5999)
            int port,

            @Param(value = "The console's ticket.", maxLength = 512, secret = true)
            String vncticket) {}

    /**
     * How a console is reached.
     *
     * @param port that names it
     * @param ticket good once, for 40 s
     * @param upid the task that it is while it is open
     */
    public record Proxy(int port, String ticket, String upid, String user, String cert, Optional<String> password) {
        public Proxy withPassword(String made) {
            return new Proxy(port, ticket, upid, user, cert, Optional.of(made));
        }
    }

    public static final Endpoint<Screen, Proxy> SCREEN = post(VmApi.ONE + "/vncproxy", Screen.class, Proxy.class)
            .summary("A ticket for the guest's screen.")
            .allow(Guard.on("/vms/{vmid}", "VM.Console"))
            .servedBy(Service.COMPUTE)
            .build();

    public static final Endpoint<Terminal, Proxy> TERMINAL = post(VmApi.ONE + "/termproxy", Terminal.class, Proxy.class)
            .summary("A ticket for a terminal on a serial port.")
            .allow(Guard.on("/vms/{vmid}", "VM.Console"))
            .servedBy(Service.COMPUTE)
            .build();

    public static final Endpoint<Socket, Object> SOCKET = get(VmApi.ONE + "/vncwebsocket", Socket.class, Object.class)
            .summary("A console as a websocket.")
            .allow(Guard.all(
                    Guard.on("/vms/{vmid}", "VM.Console"),
                    Guard.rule(RULE_TICKET, "The ticket must be of this guest and user.")))
            .servedBy(Service.COMPUTE)
            .body(Body.WEBSOCKET)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(SCREEN, TERMINAL, SOCKET);

    private VmConsoleApi() {}
}
