package io.coppice.auth.login;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * crypt(3) of the host's libcrypt through foreign functions: checks hashes that were made elsewhere, and makes none. Of the
 * methods of crypt(5) those that are still good: SHA-256, SHA-512, yescrypt, bcrypt, with rounds that end within seconds.
 */
final class Crypt {
    private static final Logger LOG = LoggerFactory.getLogger(Crypt.class);
    private static final Pattern FORM = Pattern.compile("\\$(?:[56]\\$(?:rounds=\\d{4,6}\\$)?[^$:\\s]{0,16}\\$"
            + "|y\\$[^$:\\s]{1,16}\\$[^$:\\s]{1,86}\\$|2[aby]\\$(?:0[4-9]|1[0-4])\\$)[./A-Za-z0-9]{43,86}");

    /** crypt(3): the size of {@code struct crypt_data}. */
    private static final int WORKSPACE = 32_768;

    private static final Map<String, Boolean> SERVED = new ConcurrentHashMap<>();

    private Crypt() {}

    /** Looked for when the first hash is checked. */
    private static final class Library {
        static final Optional<MethodHandle> CRYPT = find();

        private static Optional<MethodHandle> find() {
            try {
                return SymbolLookup.libraryLookup("libcrypt.so.1", Arena.global())
                        .find("crypt_rn")
                        .map(f -> Linker.nativeLinker()
                                .downcallHandle(
                                        f, FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT)));
            } catch (IllegalArgumentException e) {
                LOG.warn("libcrypt.so.1 is not there: passwords whose hashes were made elsewhere match nothing");
                return Optional.empty();
            }
        }
    }

    /** Whether it looks like one of these hashes, whatever this host can check. */
    static boolean isOne(String hash) {
        return FORM.matcher(hash).matches();
    }

    /** Whether this host can check it. */
    static boolean knows(String hash) {
        return isOne(hash)
                && SERVED.computeIfAbsent(
                        hash.substring(0, hash.indexOf('$', 1)),
                        method -> hashed("", hash).isPresent());
    }

    /** In constant time; what cannot be checked here matches nothing. */
    static boolean matches(String password, String hash) {
        return isOne(hash)
                && password.indexOf('\0') < 0
                && hashed(password, hash).filter(made -> equal(made, hash)).isPresent();
    }

    private static boolean equal(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.US_ASCII), b.getBytes(StandardCharsets.US_ASCII));
    }

    private static Optional<String> hashed(String password, String setting) {
        return Library.CRYPT.flatMap(crypt -> hashed(crypt, password, setting));
    }

    private static Optional<String> hashed(MethodHandle crypt, String password, String setting) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment workspace = arena.allocate(WORKSPACE, 16);
            MemorySegment phrase = arena.allocateFrom(password);
            MemorySegment made =
                    (MemorySegment) crypt.invokeExact(phrase, arena.allocateFrom(setting), workspace, WORKSPACE);
            Optional<String> text = made.equals(MemorySegment.NULL)
                    ? Optional.empty()
                    : Optional.of(made.reinterpret(WORKSPACE).getString(0));
            phrase.fill((byte) 0);
            workspace.fill((byte) 0);
            return text;
        } catch (Throwable e) {
            throw new IllegalStateException("libcrypt could not be asked", e);
        }
    }
}
