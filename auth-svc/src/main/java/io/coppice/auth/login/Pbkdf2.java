package io.coppice.auth.login;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PBKDF2 with HMAC-SHA-512 (RFC 8018, section 5.2) by the host's OpenSSL: it is as fast at the first password after a start as
 * at any later one, where the JDK's own takes a second or two until its code is compiled. Without OpenSSL by the JDK.
 */
final class Pbkdf2 {
    private static final Logger LOG = LoggerFactory.getLogger(Pbkdf2.class);

    private Pbkdf2() {}

    /** What OpenSSL gives for it; looked for when the first password is hashed. */
    private record OpenSsl(MethodHandle derive, MemorySegment sha512) {
        static final Optional<OpenSsl> HERE = find();

        private static Optional<OpenSsl> find() {
            try {
                SymbolLookup library = SymbolLookup.libraryLookup("libcrypto.so.3", Arena.global());
                Linker linker = Linker.nativeLinker();
                MethodHandle derive = linker.downcallHandle(
                        library.findOrThrow("PKCS5_PBKDF2_HMAC"),
                        FunctionDescriptor.of(
                                JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS));
                MethodHandle sha512 =
                        linker.downcallHandle(library.findOrThrow("EVP_sha512"), FunctionDescriptor.of(ADDRESS));
                return Optional.of(new OpenSsl(derive, (MemorySegment) sha512.invokeExact()));
            } catch (Throwable e) {
                LOG.info("libcrypto.so.3 is not there: the first login after a start takes a second or two longer");
                return Optional.empty();
            }
        }

        byte[] derived(String password, byte[] salt, int rounds, int bytes) {
            byte[] phrase = password.getBytes(StandardCharsets.UTF_8);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment secret = arena.allocateFrom(JAVA_BYTE, phrase);
                MemorySegment made = arena.allocate(bytes);
                int done = (int) derive.invokeExact(
                        secret,
                        phrase.length,
                        arena.allocateFrom(JAVA_BYTE, salt),
                        salt.length,
                        rounds,
                        sha512,
                        bytes,
                        made);
                secret.fill((byte) 0);
                if (done != 1) {
                    throw new IllegalStateException("OpenSSL hashes no password");
                }
                return made.toArray(JAVA_BYTE);
            } catch (RuntimeException e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException("OpenSSL could not be asked", e);
            }
        }
    }

    /** Whether the first password takes no longer than the next. */
    static boolean isWarm() {
        return OpenSsl.HERE.isPresent();
    }

    static byte[] derive(String password, byte[] salt, int rounds, int bytes) {
        return OpenSsl.HERE
                .map(o -> o.derived(password, salt, rounds, bytes))
                .orElseGet(() -> byTheJdk(password, salt, rounds, bytes));
    }

    static byte[] byTheJdk(String password, byte[] salt, int rounds, int bytes) {
        try {
            PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, rounds, bytes * Byte.SIZE);
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot hash a password", e);
        }
    }
}
