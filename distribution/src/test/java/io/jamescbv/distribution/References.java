package io.jamescbv.distribution;

import java.util.LinkedHashSet;
import java.util.Set;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.TypePath;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * Collects everything a class file refers to. Class names come from a remapper that maps nothing: it is asked about every
 * name in instructions, descriptors, visible annotations, catch clauses, frames and method types. Left out is what no JVM
 * ever resolves: generic signatures, debug tables, the list of inner classes, annotations of types or not kept at run time.
 */
final class References extends ClassVisitor {
    private final Set<Reference> found;

    private References(Set<Reference> found) {
        super(Opcodes.ASM9, new ClassRemapper(new ClassWriter(0), new Names(found)));
        this.found = found;
    }

    static Set<Reference> of(byte[] classFile) {
        Set<Reference> found = new LinkedHashSet<>();
        new ClassReader(classFile).accept(new References(found), ClassReader.SKIP_DEBUG);
        return found;
    }

    @Override
    public void visitInnerClass(String name, String outerName, String innerName, int access) {}

    @Override
    public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
        return visible ? super.visitAnnotation(descriptor, true) : null;
    }

    @Override
    public AnnotationVisitor visitTypeAnnotation(int where, TypePath path, String descriptor, boolean visible) {
        return null;
    }

    @Override
    public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
        return new FieldVisitor(Opcodes.ASM9, super.visitField(access, name, descriptor, signature, value)) {
            @Override
            public AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
                return visible ? super.visitAnnotation(annotation, true) : null;
            }

            @Override
            public AnnotationVisitor visitTypeAnnotation(int where, TypePath path, String annotation, boolean visible) {
                return null;
            }
        };
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        return new Body(super.visitMethod(access, name, descriptor, signature, exceptions));
    }

    private static final class Names extends Remapper {
        private final Set<Reference> found;

        private Names(Set<Reference> found) {
            super(Opcodes.ASM9);
            this.found = found;
        }

        @Override
        public String map(String internalName) {
            found.add(Reference.toClass(internalName));
            return internalName;
        }

        @Override
        public String mapSignature(String signature, boolean typeSignature) {
            return signature;
        }
    }

    private final class Body extends MethodVisitor {
        private Body(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            return visible ? super.visitAnnotation(descriptor, true) : null;
        }

        @Override
        public AnnotationVisitor visitTypeAnnotation(int where, TypePath path, String descriptor, boolean visible) {
            return null;
        }

        @Override
        public AnnotationVisitor visitParameterAnnotation(int parameter, String descriptor, boolean visible) {
            return visible ? super.visitParameterAnnotation(parameter, descriptor, true) : null;
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            boolean isStatic = opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC;
            found.add(Reference.toField(isStatic, owner, name, descriptor));
            super.visitFieldInsn(opcode, owner, name, descriptor);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean onInterface) {
            found.add(Reference.toMethod(opcode == Opcodes.INVOKESTATIC, owner, name, descriptor, onInterface));
            super.visitMethodInsn(opcode, owner, name, descriptor, onInterface);
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            constant(bootstrap);
            constants(arguments);
            super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
        }

        @Override
        public void visitLdcInsn(Object value) {
            constant(value);
            super.visitLdcInsn(value);
        }

        private void constants(Object... values) {
            for (Object value : values) {
                constant(value);
            }
        }

        private void constant(Object value) {
            if (value instanceof ConstantDynamic) {
                ConstantDynamic dynamic = (ConstantDynamic) value;
                constant(dynamic.getBootstrapMethod());
                for (int i = 0; i < dynamic.getBootstrapMethodArgumentCount(); i++) {
                    constant(dynamic.getBootstrapMethodArgument(i));
                }
            } else if (value instanceof Handle) {
                // Java code makes handles of methods only; javac knows no way to write one of a field.
                Handle h = (Handle) value;
                boolean isStatic = h.getTag() == Opcodes.H_INVOKESTATIC;
                found.add(Reference.toMethod(isStatic, h.getOwner(), h.getName(), h.getDesc(), h.isInterface()));
            }
        }
    }
}
