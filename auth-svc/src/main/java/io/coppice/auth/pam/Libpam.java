package io.coppice.auth.pam;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;

/** libpam (pam(3)) through foreign functions: authenticates, and asks whether the account is good. */
final class Libpam {
    private static final int SUCCESS = 0;
    private static final int CONV_ERR = 19;
    private static final int PROMPT_ECHO_OFF = 1;
    private static final int PROMPT_ECHO_ON = 2;
    private static final long POINTER = 8;
    /** {@code struct pam_response { char *resp; int resp_retcode; }} */
    private static final long RESPONSE = 16;

    private final Linker linker = Linker.nativeLinker();
    private final MethodHandle start;
    private final MethodHandle authenticate;
    private final MethodHandle accountManagement;
    private final MethodHandle end;
    private final MethodHandle calloc;

    /** @throws IllegalArgumentException if libpam is not installed */
    Libpam() {
        SymbolLookup pam = SymbolLookup.libraryLookup("libpam.so.0", Arena.global());
        start = handle(pam, "pam_start", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
        authenticate = handle(pam, "pam_authenticate", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
        accountManagement = handle(pam, "pam_acct_mgmt", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
        end = handle(pam, "pam_end", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
        calloc = linker.downcallHandle(
                linker.defaultLookup().find("calloc").orElseThrow(),
                FunctionDescriptor.of(ADDRESS, JAVA_LONG, JAVA_LONG));
    }

    private MethodHandle handle(SymbolLookup library, String name, FunctionDescriptor type) {
        return linker.downcallHandle(library.find(name).orElseThrow(), type);
    }

    /** Answers every prompt of a conversation with the password. */
    private record Conversation(MethodHandle calloc, byte[] password) {
        @SuppressWarnings("unused") // called by libpam
        int answer(int count, MemorySegment messages, MemorySegment responses, MemorySegment data) {
            try {
                MemorySegment all =
                        ((MemorySegment) calloc.invokeExact((long) count, RESPONSE)).reinterpret(count * RESPONSE);
                MemorySegment pointers = messages.reinterpret(count * POINTER);
                for (int i = 0; i < count; i++) {
                    int style = pointers.getAtIndex(ADDRESS, i).reinterpret(4).get(JAVA_INT, 0);
                    if (style == PROMPT_ECHO_OFF || style == PROMPT_ECHO_ON) {
                        // libpam frees it, so it must come from C's heap
                        MemorySegment copy = ((MemorySegment) calloc.invokeExact(1L, password.length + 1L))
                                .reinterpret(password.length + 1L);
                        MemorySegment.copy(password, 0, copy, JAVA_BYTE, 0, password.length);
                        all.set(ADDRESS, i * RESPONSE, copy);
                    }
                }
                responses.reinterpret(POINTER).set(ADDRESS, 0, all);
                return SUCCESS;
            } catch (Throwable e) {
                return CONV_ERR;
            }
        }
    }

    /** @param service the file under /etc/pam.d that decides */
    boolean verify(String service, String user, String password) {
        try (Arena arena = Arena.ofConfined()) {
            Conversation conversation = new Conversation(calloc, password.getBytes(StandardCharsets.UTF_8));
            MethodHandle upcall = MethodHandles.lookup()
                    .bind(
                            conversation,
                            "answer",
                            MethodType.methodType(
                                    int.class,
                                    int.class,
                                    MemorySegment.class,
                                    MemorySegment.class,
                                    MemorySegment.class));
            MemorySegment function = linker.upcallStub(
                    upcall, FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, ADDRESS), arena);
            MemorySegment conv = arena.allocate(2 * POINTER);
            conv.set(ADDRESS, 0, function);
            MemorySegment handle = arena.allocate(ADDRESS);
            int status = (int) start.invokeExact(arena.allocateFrom(service), arena.allocateFrom(user), conv, handle);
            if (status != SUCCESS) {
                return false;
            }
            MemorySegment session = handle.get(ADDRESS, 0);
            status = (int) authenticate.invokeExact(session, 0);
            if (status == SUCCESS) {
                status = (int) accountManagement.invokeExact(session, 0);
            }
            int ended = (int) end.invokeExact(session, status);
            return status == SUCCESS && ended == SUCCESS;
        } catch (Throwable e) {
            throw new IllegalStateException("libpam could not be asked", e);
        }
    }
}
