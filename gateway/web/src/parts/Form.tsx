/** Fields of forms: label, input, what the server said of it. */
import type { ReactNode } from 'react';
import {
  Checkbox,
  CheckboxGroup,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  NumberField,
  Button as Plain,
  Popover,
  Select,
  SelectValue,
  TextArea as Area,
  TextField,
} from 'react-aria-components';

interface Common {
  label: string;
  name?: string;
  /** What is wrong with it. */
  error?: string | undefined;
  hint?: string;
}

export function TextInput(
  props: Common & {
    value: string;
    onChange: (value: string) => void;
    type?: string;
    autoFocus?: boolean;
    required?: boolean;
    autoComplete?: string;
    minLength?: number;
    readOnly?: boolean;
  },
) {
  return (
    <TextField
      className="field"
      value={props.value}
      onChange={props.onChange}
      type={props.type ?? 'text'}
      isRequired={props.required ?? false}
      {...(props.error === undefined ? {} : { isInvalid: true })}
      autoFocus={props.autoFocus ?? false}
      autoComplete={props.autoComplete ?? 'off'}
      isReadOnly={props.readOnly ?? false}
      {...(props.minLength === undefined ? {} : { minLength: props.minLength })}
      {...(props.name === undefined ? {} : { name: props.name })}
    >
      <Label>{props.label}</Label>
      <Input placeholder={props.hint ?? ''} />
      <FieldError>{props.error}</FieldError>
    </TextField>
  );
}

export function TextArea(props: Common & { value: string; onChange: (value: string) => void; rows?: number; autoFocus?: boolean }) {
  return (
    <TextField
      className="field"
      value={props.value}
      onChange={props.onChange}
      {...(props.error === undefined ? {} : { isInvalid: true })}
      autoFocus={props.autoFocus ?? false}
    >
      <Label>{props.label}</Label>
      <Area placeholder={props.hint ?? ''} rows={props.rows ?? 4} />
      <FieldError>{props.error}</FieldError>
    </TextField>
  );
}

export function NumberInput(props: Common & { value: number; onChange: (value: number) => void; min?: number; max?: number; step?: number }) {
  return (
    <NumberField
      className="field"
      value={props.value}
      onChange={props.onChange}
      minValue={props.min ?? 0}
      {...(props.max === undefined ? {} : { maxValue: props.max })}
      step={props.step ?? 1}
      {...(props.error === undefined ? {} : { isInvalid: true })}
      formatOptions={{ useGrouping: false }}
    >
      <Label>{props.label}</Label>
      <div className="stepper">
        <Input />
        <Plain slot="decrement">−</Plain>
        <Plain slot="increment">+</Plain>
      </div>
      <FieldError>{props.error}</FieldError>
    </NumberField>
  );
}

export interface Choice {
  id: string;
  label: string;
}

/** @param empty what is said where there is nothing to choose from */
export function SelectInput(props: Common & { value: string; onChange: (value: string) => void; choices: readonly Choice[]; empty?: string }) {
  return (
    <Select
      className="field"
      placeholder={props.choices.length === 0 ? (props.empty ?? '–') : '–'}
      selectedKey={props.value === '' ? null : props.value}
      onSelectionChange={(key) => props.onChange(String(key))}
      {...(props.error === undefined ? {} : { isInvalid: true })}
    >
      <Label>{props.label}</Label>
      <Plain className="select">
        <SelectValue />
        <span aria-hidden="true">▾</span>
      </Plain>
      <FieldError>{props.error}</FieldError>
      <Popover className="popover">
        <ListBox items={props.choices}>{(item) => <ListBoxItem id={item.id}>{item.label}</ListBoxItem>}</ListBox>
      </Popover>
    </Select>
  );
}

export function CheckInput({ label, value, onChange }: { label: string; value: boolean; onChange: (value: boolean) => void }) {
  return (
    <Checkbox className="check" isSelected={value} onChange={onChange}>
      <span className="box" aria-hidden="true" />
      {label}
    </Checkbox>
  );
}

/** Some of many: a list of boxes to tick. */
export function ManyInput(props: Common & { value: readonly string[]; onChange: (value: string[]) => void; choices: readonly Choice[]; empty: string }) {
  return (
    <CheckboxGroup className="field many" value={[...props.value]} onChange={props.onChange} isInvalid={props.error !== undefined}>
      <Label>{props.label}</Label>
      <div className="choices">
        {props.choices.length === 0 && <span className="muted">{props.empty}</span>}
        {props.choices.map((choice) => (
          <Checkbox key={choice.id} value={choice.id} className="check">
            <span className="box" aria-hidden="true" />
            {choice.label}
          </Checkbox>
        ))}
      </div>
      <FieldError>{props.error}</FieldError>
    </CheckboxGroup>
  );
}

export function Fields({ children }: { children: ReactNode }) {
  return <div className="fields">{children}</div>;
}

/** The whole of what went wrong, with what the server said of each field. */
export function FormError({ error }: { error: (Error & { fields?: Record<string, string> }) | undefined }) {
  return error === undefined ? null : (
    <p className="error" role="alert">
      {[error.message, ...Object.entries(error.fields ?? {}).map(([name, why]) => `${name}: ${why}`)].join('\n')}
    </p>
  );
}
