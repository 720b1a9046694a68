package io.coppice.systemtest.power;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * An agent that takes fsync out of a JVM: {@code FileChannel.force} and {@code FileDescriptor.sync} return at once. With it
 * a store must be seen to lose what it acknowledged, else the proof proves nothing.
 */
public final class NoSync implements ClassFileTransformer {
    private NoSync() {}

    /** Called by the JVM. */
    public static void premain(String options, Instrumentation jvm) throws Exception {
        jvm.addTransformer(new NoSync(), true);
        jvm.retransformClasses(Class.forName("sun.nio.ch.FileChannelImpl"), Class.forName("java.io.FileDescriptor"));
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] bytes) {
        String method = switch (name) {
            case "sun/nio/ch/FileChannelImpl" -> "force";
            case "java/io/FileDescriptor" -> "sync";
            default -> "";
        };
        if (method.isEmpty()) {
            return null;
        }
        ClassFile files = ClassFile.of();
        return files.transformClass(
                files.parse(bytes),
                ClassTransform.transformingMethodBodies(m -> m.methodName().equalsString(method), EMPTY));
    }

    private static final CodeTransform EMPTY = new CodeTransform() {
        @Override
        public void accept(CodeBuilder builder, CodeElement element) {
            // nothing of the body stays
        }

        @Override
        public void atEnd(CodeBuilder builder) {
            builder.return_();
        }
    };

    /** The agent as the JVM wants it; its class comes from the class path. */
    static Path jar(Path folder) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Premain-Class", NoSync.class.getName());
        main.putValue("Can-Retransform-Classes", "true");
        Path jar = folder.resolve("no-sync.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream empty = new JarOutputStream(out, manifest)) {
            empty.finish();
        }
        return jar;
    }
}
